using Acme.Shared;
using Marketplace.Modules;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Acme.ContactForm;

/// <summary>
/// Takes messages from visitors and keeps each in a file for the owner of the site. Version 1.1 asks for an address to answer to and takes
/// messages from other modules, version 2.0 takes a subject.
/// </summary>
public sealed class ContactFormModule : IModule
{
    private ModuleContext _context = null!;
    private Inbox _inbox = null!;

    public Task StartAsync(ModuleContext context, CancellationToken cancel)
    {
        (_context, _inbox) = (context, new Inbox(context.DataFolder));
#if V1_1_OR_LATER
        context.Offer<IInbox>(_inbox);
#endif
        return Task.CompletedTask;
    }

    public void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/contact", FormAsync);
        endpoints.MapPost("/contact", ReceiveAsync);
    }

    public IEnumerable<ModulePage> Pages() => [new("Contact", "/contact", "Write to us: contact form, message, address.")];

    private Task FormAsync(HttpContext http) => Html.PageAsync(http, _context, "Contact", $"""
        <form method="post" action="/contact"><label>Your name <input name="name" required maxlength="100" autocomplete="name"></label>
        {Extra}<label>Message <textarea name="message" rows="6" required maxlength="4000"></textarea></label><button>Send</button></form>
        """);

    private async Task ReceiveAsync(HttpContext http)
    {
        if (await Html.FormAsync(http) is not { } form)
        {
            return;
        }

        if (Problem(form) is { } problem)
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            await Html.PageAsync(http, _context, "Not sent", $"<p>{Html.Encode(problem)}</p><p><a href=\"/contact\">Back to the form</a></p>");
            return;
        }

        await _inbox.ReceiveAsync(Sender(form), form["message"].ToString(), http.RequestAborted);
        await Html.PageAsync(http, _context, "Thank you", "<p>Your message has been received.</p>");
    }

#if V2_0_OR_LATER
    private const string Subject = "<label>Subject <input name=\"subject\" required maxlength=\"200\"></label>";
#else
    private const string Subject = "";
#endif

#if V1_1_OR_LATER
    private const string Extra = "<label>E-mail <input name=\"email\" type=\"email\" required maxlength=\"254\" autocomplete=\"email\"></label>" + Subject;

    private static string Sender(IFormCollection form) => $"{form["name"]} <{form["email"]}> {form["subject"]}".TrimEnd();
#else
    private const string Extra = Subject;

    private static string Sender(IFormCollection form) => form["name"].ToString();
#endif

    private static string? Problem(IFormCollection form) => form switch
    {
        _ when form["name"].ToString().Trim().Length is 0 or > 100 => "Please give your name, in at most 100 characters.",
        _ when form["message"].ToString().Trim().Length is 0 or > 4000 => "Please write a message of at most 4,000 characters.",
#if V1_1_OR_LATER
        _ when !System.Net.Mail.MailAddress.TryCreate(form["email"].ToString(), out _) => "Please give an e-mail address that we can answer to.",
#endif
#if V2_0_OR_LATER
        _ when form["subject"].ToString().Trim().Length is 0 or > 200 => "Please give a subject of at most 200 characters.",
#endif
        _ => null,
    };
}
