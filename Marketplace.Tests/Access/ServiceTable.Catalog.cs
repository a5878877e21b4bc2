using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Community;
using Marketplace.Data;
using Marketplace.Publishers;
using Marketplace.Ratings;
using Marketplace.Search;
using Marketplace.Search.Index;
using Marketplace.Tests.Support;
using Marketplace.Usage;
using static Marketplace.Tests.Access.ServiceCall;

namespace Marketplace.Tests.Access;

internal static partial class ServiceTable
{
    private static readonly CatalogQuery Tool = new() { Text = "tool" };

    private static IEnumerable<ServiceCall> Catalog =>
    [
        // Home's module is private: those of Home and staff see it.
        Reads<ModuleQueries>(Who.Managers, (s, w, a) => s.ReadAsync(a, World.Private, null, Cancel)),
        Reads<ModuleQueries>(Who.Managers, (s, w, a) => s.NotesAsync(a, World.Private, Cancel)),
        Reads<ModuleQueries>(Who.Managers, (s, w, a) => s.ImageAsync(a, w.Image, Cancel)),
        Reads<ModuleIcons>(Who.Managers, (s, w, a) => s.IsShownAsync(a, w.Image, Cancel)),
        Reads<ModuleIcons>(Who.Managers, (s, w, a) => IconAsync(s.OfAsync(a, [World.Private], Cancel))),
        Reads<ModuleQueries>(Who.Nobody, (s, w, a) => s.NeedsAsync(a, w.Hash, Cancel)),
        Reads<ModuleQueries>(Who.Managers, (s, w, a) => s.NeededByAsync(a, World.Public, Cancel)),
        Reads<CatalogSearch>(Who.Managers, (s, w, a) => IdsAsync(s.FindAsync(Tool, a, Cancel))),
        Reads<CatalogSearch>(Who.Managers, (s, w, a) => s.SuggestAsync("tool", 5, a, Cancel)),
        Reads<RelatedModules>(Who.Managers, (s, w, a) => s.ReadAsync(a, w.Database.Read(db => db.Modules.Single(m => m.PackageId == World.Public).Id), Cancel)),
        Reads<DependencyMaps>(Who.Managers, (s, w, a) => s.ReadAsync(a, World.Private, w.Hash, Cancel)),
        Reads<Compatibility>(Who.Managers, (s, w, a) => s.ReadAsync(a, World.Private, Cancel)),
        Reads<CapabilityHistory>(Who.Managers, (s, w, a) => s.ReadAsync(a, World.Private, Cancel)),
        Reads<FigureHistories>(Who.Managers, (s, w, a) => s.ReadAsync(a, World.Private, FigureStep.Week, Cancel)),
        Reads<FigureHistories>(Who.Managers, (s, w, a) => s.DailyAsync(a, World.Private, FigureStep.Week, Cancel)),
        Reads<FigureHistories>(Who.Managers, (s, w, a) => s.AdoptionAsync(a, World.Private, Cancel)),
        Reads<PublisherModules>(Who.Home | Who.Other, (s, w, a) => s.ListAsync(a, ListQuery.First, Cancel)),
        Reads<PublisherModules>(Who.Home | Who.Other, (s, w, a) => AllAsync(s.StreamAsync(a, ListQuery.First, Cancel))),
        Reads<PublisherModules>(Who.Home | Who.Other, (s, w, a) => s.TotalsAsync(a, Cancel)),
        Reads<ReleaseNews>(Who.Managers, (s, w, a) => s.OfModuleAsync(a, World.Private, Cancel)),
        Reads<ReleaseNews>(Who.Managers, (s, w, a) => s.OfPublisherAsync(a, "Home", Cancel)),
        Reads<ReleaseNews>(Who.Managers, (s, w, a) => s.OfCategoryAsync(a, "tools", Cancel)),
        Reads<PublisherQueries>(Who.Managers, (s, w, a) => s.ListAsync(a, 1, 20, Cancel)),
        Reads<PublisherQueries>(Who.Managers, (s, w, a) => s.ReadAsync(a, "Home", 1, Cancel)),
        Reads<Collections>(Who.Managers, (s, w, a) => s.ReadAsync(a, "starter", Cancel)),
        Reads<Collections>(Who.Staff, (s, w, a) => s.TermsAsync(a, "starter", Cancel)),
        Writes<Collections>(Who.Staff, (s, w, a) => s.SaveAsync(a, new("starter", "Begin", "", false, []), Cancel)),
        Writes<Collections>(Who.Staff, (s, w, a) => s.DeleteAsync(a, "starter", Cancel)),
        Writes<Categories>(Who.Operator, (s, w, a) => s.SaveAsync(a, "new", "New", null, Cancel)),
        Writes<Categories>(Who.Operator, (s, w, a) => s.DeleteAsync(a, "spare", Cancel)),
        Writes<SearchTuning>(Who.Operator, (s, w, a) => s.AddSynonymAsync(a, "mail", "letter", Cancel)),
        Writes<SearchTuning>(Who.Operator, (s, w, a) => s.RemoveSynonymAsync(a, "mail", "post", Cancel)),
        Writes<SearchTuning>(Who.Operator, (s, w, a) => s.BoostAsync(a, World.Public, 2, Cancel)),
        Reads<SearchReport>(Who.Operator, (s, w, a) => s.TotalAsync(a, 7, Cancel)),
        Reads<SearchReport>(Who.Operator, (s, w, a) => s.ListAsync(a, 7, ListQuery.First, Cancel)),
        Reads<SearchReport>(Who.Operator, (s, w, a) => AllAsync(s.StreamAsync(a, 7, ListQuery.First, Cancel))),

        // A person's own.
        Reads<Preferences>(Who.Owner, (s, w, a) => s.ReadAsync(a, "grid.submissions", Cancel)),
        Writes<Preferences>(Who.People, (s, w, a) => s.SaveAsync(a, "grid.operations", "{}", Cancel)),
        Reads<Follows>(Who.Owner, (s, w, a) => s.FollowsAsync(a, World.Private, Cancel)),
        Reads<Follows>(Who.Owner, (s, w, a) => s.ListAsync(a, Cancel)),
        Writes<Follows>(Who.People, (s, w, a) => s.SetAsync(a, World.Public, true, Cancel)),
        Reads<SavedSearches>(Who.Owner, (s, w, a) => s.ListAsync(a, Cancel)),
        Writes<SavedSearches>(Who.People, (s, w, a) => s.SaveAsync(a, "q=tool", Tool, Cancel)),
        Writes<SavedSearches>(Who.Owner, (s, w, a) => s.RemoveAsync(a, w.Search, Cancel)),

        // What a publisher says of its modules and of itself.
        Reads<ListingQueries>(Who.Managers, (s, w, a) => s.ReadAsync(a, World.Private, Cancel)),
        Reads<ListingQueries>(Who.Managers, (s, w, a) => s.ReleasesAsync(a, World.Private, ListQuery.First, Cancel)),
        Reads<ListingQueries>(Who.Managers, (s, w, a) => AllAsync(s.StreamReleasesAsync(a, World.Private, ListQuery.First, Cancel))),
        Reads<ListingQueries>(Who.Managers, (s, w, a) => s.MayManageAsync(a, World.Private, Cancel)),
        Writes<Listings>(Who.Managers, (s, w, a) => s.YankAsync(a, World.Private, "1.0.0", "It loses mail.", Cancel)),
        Writes<Listings>(Who.Managers, (s, w, a) => s.OfferAgainAsync(a, World.Private, "1.0.0", Cancel)),
        Writes<Listings>(Who.Managers, (s, w, a) => s.DeprecateAsync(a, World.Private, new("[1.0,2.0)", DeprecationReason.Legacy, "", ""), Cancel)),
        Writes<Listings>(Who.Managers, (s, w, a) => s.UndeprecateAsync(a, World.Private, "[0.1.0]", Cancel)),
        Writes<Listings>(Who.Managers, (s, w, a) => s.SeekMaintainerAsync(a, World.Private, true, Cancel)),
        Writes<ListingAudiences>(Who.Managers, (s, w, a) => s.SetAsync(a, World.Private, null, Cancel)),
        Writes<PublisherIcons>(Who.Owner, (s, w, a) => s.SetAsync(a, w.HomeId, Pictures.Png(64, 64), Cancel)),
        Reads<PublisherDomains>(Who.Owner, (s, w, a) => s.ReadAsync(a, w.HomeId, Cancel)),
        Writes<PublisherDomains>(Who.Owner, (s, w, a) => s.ClaimAsync(a, w.HomeId, "tool.example", Cancel)),
        Writes<PublisherDomains>(Who.Owner, (s, w, a) => s.CheckAsync(a, w.HomeId, Cancel)),

        // Ratings.
        Reads<ModuleRatings>(Who.Managers, (s, w, a) => s.ListAsync(a, World.Private, 1, Cancel)),
        Writes<ModuleRatings>(Who.Home, (s, w, a) => s.AnswerAsync(a, w.Rating, "Thank you for telling us.", Cancel)),
        Writes<ModuleRatings>(Who.Staff, (s, w, a) => s.HideAsync(a, w.Rating, "Not about the module.", Cancel)),
        Writes<ModuleRatings>(Who.Staff, (s, w, a) => s.ShowAsync(a, w.HiddenRating, Cancel)),
    ];

    private static async Task<string?> IconAsync(Task<IconHashes> icons) => (await icons).Of(World.Private);

    private static async Task<List<T>> AllAsync<T>(Task<IAsyncEnumerable<T>?> rows) => await rows is { } all ? await all.ToListAsync(Cancel) : [];

    // How long the search took is no secret, and differs each time.
    private static async Task<List<string>> IdsAsync(Task<SearchResult> found) => [.. (await found).Page.Rows.Select(row => row.PackageId)];

    private static async Task<List<T>> AllAsync<T>(IAsyncEnumerable<T> rows) => await rows.ToListAsync(Cancel);
}
