using MudBlazor;

namespace Marketplace.Portal.Shared;

/// <summary>Says in the corner what came of an act.</summary>
internal static class Results
{
    private const int LongEnoughToUndo = 10_000;

    extension(ISnackbar corner)
    {
        public void Done(string text) => corner.Add(text, Severity.Success);

        /// <summary>With a button that undoes the act, also when its page is gone.</summary>
        public void Done(string text, Func<Task> undo) => corner.Add(text, Severity.Success, options =>
        {
            (options.Action, options.RequireInteraction, options.VisibleStateDuration) = ("Undo", false, LongEnoughToUndo);
            options.OnClick = _ => undo();
        });

        public void Failed(string text) => corner.Add(text, Severity.Error);
    }
}
