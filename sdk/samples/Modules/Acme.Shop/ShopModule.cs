using Acme.ContactForm;
using Acme.Shared;
using Acme.VisitCounter;
using Marketplace.Modules;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Acme.Shop;

/// <summary>
/// A small shop. Orders reach the site's owner through the contact form's inbox, and the visit counter tells how often the shop was seen.
/// Version 1.1 adds a page for each product, version 2.0 takes quantities.
/// </summary>
public sealed class ShopModule : IModule
{
    private static readonly Product[] Products =
    [
        new("mug", "Mug", "Stoneware, holds a third of a litre.", 1200),
        new("notebook", "Notebook", "Ninety-six pages, dotted.", 850),
        new("tote", "Tote bag", "Organic cotton, long handles.", 1500),
    ];

    private ModuleContext _context = null!;
    private IInbox _inbox = null!;
    private IVisits _visits = null!;

    public Task StartAsync(ModuleContext context, CancellationToken cancel)
    {
        _context = context;
        _inbox = context.Find<IInbox>() ?? throw new InvalidOperationException("The contact form offers no inbox.");
        _visits = context.Find<IVisits>() ?? throw new InvalidOperationException("The visit counter offers no counts.");
        return Task.CompletedTask;
    }

    public void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/shop", ListAsync);
        endpoints.MapPost("/shop", OrderAsync);
#if V1_1_OR_LATER
        endpoints.MapGet("/shop/{product}", ProductAsync);
#endif
    }

    public IEnumerable<ModulePage> Pages()
    {
        yield return new("Shop", "/shop", string.Join(' ', Products.Select(product => $"{product.Name} {product.About}")));
#if V1_1_OR_LATER
        foreach (var product in Products)
        {
            yield return new(product.Name, $"/shop/{product.Key}", product.About);
        }
#endif
    }

    private Task ListAsync(HttpContext http) => Html.PageAsync(http, _context, "Shop",
        $"<p class=\"quiet\">Seen {_visits.Of("/shop"):N0} times.</p>" + string.Concat(Products.Select(Card)));

    private async Task OrderAsync(HttpContext http)
    {
        if (await Html.FormAsync(http) is not { } form)
        {
            return;
        }

        var product = Products.FirstOrDefault(product => product.Key == form["product"].ToString());
        var quantity = Quantity(form);
        if (product is null || quantity is null || !System.Net.Mail.MailAddress.TryCreate(form["email"].ToString(), out var buyer))
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            await Html.PageAsync(
                http, _context, "Not ordered",
                "<p>Please choose a product and give an e-mail address.</p><p><a href=\"/shop\">Back to the shop</a></p>");
            return;
        }

        await _inbox.ReceiveAsync(buyer.Address, $"Order: {quantity} × {product.Name}, {Price(product.Cents * quantity.Value)}", http.RequestAborted);
        await Html.PageAsync(
            http, _context, "Ordered",
            $"<p>{quantity} × {product.Name}, {Price(product.Cents * quantity.Value)}. We shall write to {Html.Encode(buyer.Address)}.</p>");
    }

#if V1_1_OR_LATER
    private Task ProductAsync(HttpContext http)
    {
        if (Products.FirstOrDefault(product => product.Key == (string?)http.Request.RouteValues["product"]) is { } product)
        {
            return Html.PageAsync(http, _context, product.Name, Card(product));
        }

        http.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
#endif

#if V2_0_OR_LATER
    private const string QuantityField = "<label>Quantity <input name=\"quantity\" type=\"number\" min=\"1\" max=\"20\" value=\"1\"></label>";

    private static int? Quantity(IFormCollection form) => int.TryParse(form["quantity"].ToString(), out var number) && number is >= 1 and <= 20 ? number : null;
#else
    private const string QuantityField = "";

    private static int? Quantity(IFormCollection form) => form.Count > 0 ? 1 : null;
#endif

    private static string Card(Product product) => $"""
        <article><h2>{product.Name} · {Price(product.Cents)}</h2><p>{product.About}</p>
        <form method="post" action="/shop"><input type="hidden" name="product" value="{product.Key}">
        <label>E-mail <input name="email" type="email" required maxlength="254"></label>{QuantityField}<button>Order</button></form></article>
        """;

    private static string Price(int cents) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"€ {cents / 100m:0.00}");

    private sealed record Product(string Key, string Name, string About, int Cents);
}
