using Marketplace.Portal.Shell;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace Marketplace.Tests.Shell;

public sealed class FormCheckTests
{
    [Fact]
    public async Task A_forged_form_is_refused_before_anything_reads_it() =>
        Assert.Equal((400, false), await AskAsync(new Checked(false)));

    [Fact]
    public async Task A_form_with_its_token_and_what_is_no_form_go_on()
    {
        Assert.Equal((200, true), await AskAsync(new Checked(true)));
        Assert.Equal((200, true), await AskAsync(null));
    }

    [Fact]
    public async Task What_failed_stays_the_servers_fault_also_without_a_token() =>
        Assert.Equal((500, true), await AskAsync(new Checked(false), context =>
        {
            context.Response.StatusCode = 500;
            context.Features.Set<IExceptionHandlerFeature>(new ExceptionHandlerFeature { Error = new InvalidOperationException() });
        }));

    private static async Task<(int Status, bool WentOn)> AskAsync(IAntiforgeryValidationFeature? found, Action<HttpContext>? before = null)
    {
        var (context, wentOn) = (new DefaultHttpContext(), false);
        context.Features.Set(found);
        before?.Invoke(context);
        await FormCheck.CheckAsync(context, _ =>
        {
            wentOn = true;
            return Task.CompletedTask;
        });
        return (context.Response.StatusCode, wentOn);
    }

    private sealed record Checked(bool IsValid) : IAntiforgeryValidationFeature
    {
        public Exception? Error => null;
    }
}
