#pragma warning disable BL0006 // As in SpareTrees.
using System.Buffers;
using System.Numerics;
using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Components.RenderTree;

namespace Marketplace.Portal.Shell;

/// <summary>
/// What a component holds of its drawings: the one that is shown and the one before, each in an array of 32 pieces and more, most of them a third in use;
/// the names of attributes that it compared; and the parameters that came beside a cascading value, in 16 pieces and more.
/// </summary>
internal static class TreeRoom
{
    private const BindingFlags Own = BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public;
    private static readonly FieldInfo Entries = Field(typeof(RenderTreeBuilder), "_entries");
    private static readonly FieldInfo Parameters = Field(typeof(ComponentState), "_latestDirectParametersSnapshot");
    private static readonly FieldInfo Items = Field(Parameters.FieldType, "_items");
    private static readonly FieldInfo Used = Field(Parameters.FieldType, "_itemsInUse");
    private static readonly FieldInfo Lender = Field(Parameters.FieldType, "_arrayPool");

    public static void GiveBack(ComponentState state)
    {
        NextOf(state).Clear();
        NamesOf(NextOf(state)) = null;
        NamesOf(ShownOf(state)) = null;
        Cut(Entries.GetValue(ShownOf(state))!);
        if (Parameters.GetValue(state) is { } parameters)
        {
            Cut(parameters);
        }
    }

    public static int SpareOf(ComponentState state) =>
        RoomOf(Entries.GetValue(NextOf(state))!) + RoomOf(Entries.GetValue(ShownOf(state))!)
        + (Parameters.GetValue(state) is { } parameters ? RoomOf(parameters) : 0) + (NamesOf(ShownOf(state))?.Count ?? 0);

    private static int RoomOf(object pieces) => ((RenderTreeFrame[])Items.GetValue(pieces)!).Length - (int)Used.GetValue(pieces)!;

    private static void Cut(object pieces)
    {
        if (RoomOf(pieces) > 0)
        {
            var (whole, used) = ((RenderTreeFrame[])Items.GetValue(pieces)!, (int)Used.GetValue(pieces)!);
            Lender.SetValue(pieces, Pool.Instance);
            Items.SetValue(pieces, whole[..used]);
            Pool.Instance.Return(whole, clearArray: true);
        }
    }

    private static FieldInfo Field(Type type, string name) =>
        type.GetField(name, Own) ?? throw new MissingFieldException(type.FullName, name);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_nextRenderTree")]
    private static extern ref RenderTreeBuilder NextOf(ComponentState state);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_CurrentRenderTree")]
    private static extern RenderTreeBuilder ShownOf(ComponentState state);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_seenAttributeNames")]
    private static extern ref Dictionary<string, int>? NamesOf(RenderTreeBuilder tree);

    /// <summary>The shared pool, which refuses arrays that were cut: those are left to the collector.</summary>
    private sealed class Pool : ArrayPool<RenderTreeFrame>
    {
        public static readonly Pool Instance = new();

        public override RenderTreeFrame[] Rent(int minimumLength) => Shared.Rent(minimumLength);

        public override void Return(RenderTreeFrame[] array, bool clearArray = false)
        {
            if (array.Length >= 16 && BitOperations.IsPow2(array.Length))
            {
                Shared.Return(array, clearArray);
            }
        }
    }
}
