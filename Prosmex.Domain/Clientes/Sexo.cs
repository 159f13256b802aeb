using System.ComponentModel;

namespace Prosmex.Domain.Clientes;

/// <summary>As the CURP states it.</summary>
public enum Sexo
{
    Mujer,
    Hombre,
    [Description("No binario")]
    NoBinario,
}
