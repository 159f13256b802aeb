using System.Text;

namespace Prosmex.Cli.Adopcion;

/// <summary>A line of the file that says who collects for which group.</summary>
/// <param name="Line">Counted from 1.</param>
/// <param name="Grupo">Id or name.</param>
/// <param name="Usuario">Sign-in name.</param>
internal sealed record GestorPedido(int Line, string Grupo, string Usuario);

/// <summary>CSV of two columns, group and sign-in name, with or without a heading.</summary>
internal static class GestoresFile
{
    /// <exception cref="ImpossibleAdopcionException">It cannot be read, or a line has not two columns.</exception>
    public static async Task<IReadOnlyList<GestorPedido>> ReadAsync(string ruta, CancellationToken cancellationToken)
    {
        string[] lines;
        try
        {
            lines = await File.ReadAllLinesAsync(ruta, cancellationToken);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            throw new ImpossibleAdopcionException("gestores.archivo", $"No se puede leer {ruta}: {ex.Message}");
        }

        List<GestorPedido> pedidos = [];
        for (var i = 0; i < lines.Length; i++)
        {
            var fields = Fields(lines[i]);
            if (string.IsNullOrWhiteSpace(lines[i]) || (i == 0 && fields is ["grupo", ..]))
            {
                continue;
            }

            pedidos.Add(fields is [{ Length: > 0 } grupo, { Length: > 0 } usuario]
                ? new(i + 1, grupo, usuario)
                : throw new ImpossibleAdopcionException("gestores.archivo", $"{ruta}, línea {i + 1}: debe decir grupo,usuario."));
        }

        return pedidos;
    }

    // A field in quotes may hold commas, and quotes doubled.
    private static List<string> Fields(string line)
    {
        List<string> fields = [];
        var fieldName = new StringBuilder();
        var entreComillas = false;
        for (var i = 0; i < line.Length; i++)
        {
            switch (line[i])
            {
                case '"' when entreComillas && i + 1 < line.Length && line[i + 1] == '"':
                    fieldName.Append(line[++i]);
                    break;
                case '"':
                    entreComillas = !entreComillas;
                    break;
                case ',' when !entreComillas:
                    fields.Add(fieldName.ToString().Trim());
                    fieldName.Clear();
                    break;
                default:
                    fieldName.Append(line[i]);
                    break;
            }
        }

        fields.Add(fieldName.ToString().Trim());
        return fields;
    }
}
