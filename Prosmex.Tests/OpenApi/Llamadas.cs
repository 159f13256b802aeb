using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using Prosmex.Domain.Common;
using Prosmex.Functions.Http;

namespace Prosmex.Tests.OpenApi;

/// <summary>Reads in the compiled program which of its members a method can come to use, through whatever it calls and awaits.</summary>
internal sealed class Llamadas(Func<MethodBase, bool> seDetiene)
{
    private static readonly HashSet<Assembly> Propios = [typeof(DominioException).Assembly, typeof(ProblemMapper).Assembly];

    private static readonly OpCode[] Codigos = [.. typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (OpCode)f.GetValue(null)!)];
    private static readonly Dictionary<short, OpCode> PorValor = Codigos.ToDictionary(c => c.Value);

    /// <summary>The method itself, and all methods and fields of the program that it can reach.</summary>
    public IReadOnlySet<MemberInfo> De(MethodBase metodo)
    {
        HashSet<MemberInfo> alcanzados = [];
        Stack<MethodBase> pendientes = new([metodo]);
        while (pendientes.TryPop(out var uno))
        {
            if (!alcanzados.Add(uno) || seDetiene(uno))
            {
                continue;
            }

            // What an async method or an iterator does stands in a type that the compiler made for it.
            if (uno.GetCustomAttribute<StateMachineAttribute>() is { } maquina)
            {
                pendientes.Push(maquina.StateMachineType.GetMethod("MoveNext", BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public)!);
            }

            // Somebody made what it is called on, whose fields may hold what it passes on.
            if (!uno.IsStatic && !uno.IsConstructor)
            {
                Array.ForEach(uno.DeclaringType!.GetConstructors(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public), pendientes.Push);
            }

            foreach (var usado in Usados(uno))
            {
                if (usado is MethodBase otro)
                {
                    pendientes.Push(otro);
                }
                else
                {
                    alcanzados.Add(usado);
                }
            }
        }

        return alcanzados;
    }

    private static IEnumerable<MemberInfo> Usados(MethodBase metodo)
    {
        if (metodo.GetMethodBody()?.GetILAsByteArray() is not { } il)
        {
            yield break;
        }

        for (var i = 0; i < il.Length;)
        {
            var codigo = il[i] == 0xFE ? PorValor[(short)((0xFE << 8) | il[i + 1])] : PorValor[il[i]];
            i += codigo.Size;
            if (codigo.OperandType is OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineTok && Resolver(metodo, BitConverter.ToInt32(il, i)) is { } miembro)
            {
                yield return miembro;
            }

            i += codigo.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(il, i)),
                _ => 4,
            };
        }
    }

    /// <summary>A member of the program, as it is declared: of which types a generic one is made makes no difference here.</summary>
    private static MemberInfo? Resolver(MethodBase metodo, int token)
    {
        var deTipo = metodo.DeclaringType is { IsGenericType: true } tipo ? tipo.GetGenericArguments() : null;
        var miembro = metodo.Module.ResolveMember(token, deTipo, metodo.IsGenericMethod ? metodo.GetGenericArguments() : null);
        if (miembro?.DeclaringType is not { } dueno || !Propios.Contains(dueno.Assembly) || miembro is not (MethodBase or FieldInfo))
        {
            return null;
        }

        return miembro is MethodInfo { IsGenericMethod: true } generico ? generico.GetGenericMethodDefinition() : miembro;
    }
}
