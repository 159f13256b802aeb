using System.Globalization;

namespace Prosmex.Domain.Adopcion;

/// <summary>Tells how far a long copy is: a bar that moves on a terminal, a line per step elsewhere.</summary>
/// <param name="salida">Beside the report, so that this can be kept without it.</param>
/// <param name="terminal">Somebody is looking at it.</param>
public sealed class Progreso(TextWriter salida, bool terminal)
{
    private const int Ancho = 30;

    private int _largo;

    /// <param name="porciento">Of the whole, 0 to 100.</param>
    public void Decir(int porciento, string paso)
    {
        if (!terminal)
        {
            salida.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{porciento,3} % {paso}"));
            return;
        }

        var lleno = Ancho * porciento / 100;
        var linea = string.Create(CultureInfo.InvariantCulture, $"[{new string('#', lleno)}{new string('.', Ancho - lleno)}] {porciento,3} % {paso}");
        salida.Write("\r" + linea.PadRight(_largo));
        _largo = linea.Length;
    }

    /// <summary>Leaves the line of the bar.</summary>
    public void Terminar()
    {
        if (terminal && _largo > 0)
        {
            salida.WriteLine();
            _largo = 0;
        }
    }
}
