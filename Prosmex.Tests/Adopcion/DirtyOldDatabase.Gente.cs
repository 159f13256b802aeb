namespace Prosmex.Tests.Adopcion;

/// <content>Catalogues, people, routes, groups and clients.</content>
internal sealed partial class DirtyOldDatabase
{
    private readonly List<int> _clientes = [];
    private readonly Dictionary<int, int> _grupoDe = [];
    private readonly List<int> _usuarios = [];
    private readonly List<(int Id, int Semanas, decimal Semanal, decimal Interes)> _tipos = [];

    private void CrearCatalogos()
    {
        string[] acciones =
        [
            "Alta de cliente/aval", "Creación de préstamo", "Registro de pagos de cobranzas a nivel grupo", "Realizar corte con superior",
            "Registro pagos de préstamos a nivel grupo", "Visualizar reportes de rutas", "Visualizar reportes generales", "Editar información",
            "Crear usuario", "Dar de baja usuario", "Creación de préstamo mayor a $5000", "Eliminar crédito", "Asignar titular a grupo", "Asignar grupo a ruta",
        ];
        for (var i = 1; i <= acciones.Length; i++)
        {
            Agregar("acciones", i, acciones[i - 1]);
        }

        int[][] permisos = [[3, 4], [1, 2, 3, 4], [1, 2, 3, 4, 5, 6], [1, 2, 3, 4, 5, 6], [1, 2, 3, 4, 5, 6, 7], [.. Enumerable.Range(1, 14)]];
        string[] roles = ["Gestor de cobranza", "Titular", "Supervisor", "Gerente", "Director", "Admin"];
        for (var rol = 1; rol <= roles.Length; rol++)
        {
            Agregar("roles", rol, roles[rol - 1]);
            foreach (var accion in permisos[rol - 1].Where(_ => rol == 6 || !Happens("permiso quitado", 0.1)))
            {
                Agregar("permisos", rol, accion);
            }
        }

        (int, string, int, decimal, decimal)[] tipos =
        [
            (1, "Préstamo Tipo 14 semanas", 14, 0.1m, 0.4m), (34, "Préstamo Tipo 20 semanas", 20, 0.07m, 0.4m), (35, "Préstamo Tipo 30 semanas", 30, 0.05m, 0.5m),
            (36, "Préstamo Tipo 11 semanas", 11, 0.1m, 0.1m), (37, "Préstamo Tipo 13 semanas", 13, 0.1m, 0.3m), (40, "Propio 16", 16, 0.0875m, 0.4m),
        ];
        foreach (var (id, nombre, semanas, semanal, interes) in tipos.Where(t => t.Item1 == 1 || !Happens("tipo de menos", 0.2)))
        {
            Agregar("tipos_prestamo", id, nombre, semanas, semanal, interes, 1, Happens("más de dos decimales", 0.3) ? "1.005" : "1.0", 4);
            _tipos.Add((id, semanas, semanal, interes));
        }

        if (Happens("tipo no finito", 1))
        {
            Agregar("tipos_prestamo", 90, "Roto", 10, NotFinite(), 0, 1, NotFinite(), 4);
        }

        (int Monto, int Min, int Max, int Fallas)[] bonos = [(150, 5000, 5999, 0), (200, 6000, 7499, 0), (250, 7500, 8499, 1), (300, 8500, 9999, 2), (400, 10000, 13500, 2)];
        for (var i = 0; i < bonos.Length; i++)
        {
            if (Happens("bono de menos", 0.2))
            {
                continue;
            }

            var monto = Happens("bono no finito", 0.3) ? NotFinite() : Happens("más de dos decimales", 0.2) ? $"{bonos[i].Monto}.125" : $"{bonos[i].Monto}";
            Agregar("bono", i + 1, monto, bonos[i].Min, bonos[i].Max, bonos[i].Fallas);
        }
    }

    private void CrearGente()
    {
        var id = 0;
        int Usuario(string usuario, int? rol, string contrasena = AdminHash) =>
            Agregar("usuarios", id += _random.Next(1, 3), "Nombre", "Paterno", Happens("sin apellido materno", 0.3) ? null : "Materno", usuario, contrasena, rol);

        Usuario(Admin, 6);
        Dictionary<int, int[]> porRol = [];
        foreach (var (rol, clave, cuantos) in new[] { (1, "gestor", 2), (2, "tit", 4), (3, "sup", 2), (4, "ger", 2), (5, "dir", 1) })
        {
            porRol[rol] = [.. Enumerable.Range(1, cuantos).Select(i =>
            {
                var nombre = $"{clave}{i}.ñandú@prosmex.test";
                var before = Happens("nombre tomado por uno anterior", 0.3) ? InClear() : null;
                if (before is not null)
                {
                    Usuario(nombre.ToUpperInvariant(), rol, before);
                }

                var quien = Usuario(nombre, rol, Happens("contraseña en claro", 0.2) ? InClear() : AdminHash);
                if (Happens("nombre tomado", 0.3))
                {
                    Usuario(nombre.Replace("ñandú", "ÑANDÚ", StringComparison.Ordinal), Happens("sin rol", 0.3) ? null : rol);
                }

                return quien;
            })];
        }

        if (Happens("sin rol", 1))
        {
            Usuario("sin.rol@prosmex.test", null);
            Usuario("sin.rol.ni.hash@prosmex.test", null, InClear());
        }

        _usuarios.AddRange(_filas["usuarios"].Select(f => (int)f[0]!));
        foreach (var ruta in Enumerable.Range(1, 5).Where(_ => !Happens("ruta de menos", 0.3)).DefaultIfEmpty(7))
        {
            Agregar("rutas", ruta, $"Ruta {ruta}: \\t «{ruta}»", Happens("sin gerente", 0.4) ? null : Uno(porRol[4]), Happens("sin supervisor", 0.4) ? null : Uno(porRol[3]));
        }

        var rutas = _filas["rutas"].Select(f => (int)f[0]!).ToArray();
        for (var grupo = 2; grupo <= 10; grupo++)
        {
            Agregar("grupos", grupo, $"Grupo {grupo}", Uno(rutas), Happens("sin titular", 0.3) ? null : Uno(porRol[2]));
        }

        for (var cliente = 1; cliente <= 60; cliente++)
        {
            if (Happens("cliente de menos", 0.1))
            {
                continue;
            }

            var grupo = _random.Next(2, 11);
            Agregar(
                "clientes_avales", cliente, Uno(["Ana", "Íñigo", "D'Artagnan", "Back\\slash"]), "López", "Muñoz", "Centro", $"{_random.Next(100000):00000}", $"INE{cliente % 50}",
                Uno(["casado", "divorciado", "viudo", "soltero"]), _random.Next(5), Uno(["casa_propia", "rentada", "prestada"]), !Happens("aval sin marca", 0.1), grupo);
            _clientes.Add(cliente);
            _grupoDe[cliente] = grupo;
        }

        for (var corte = 1; corte <= 12; corte++)
        {
            Agregar(
                "corte", corte * 2, Uno(_usuarios), Happens("corte no finito", 0.1) ? Uno(["infinity", "-infinity"]) : Moment(Today.AddDays(-_random.Next(200))),
                Happens("corte no finito", 0.1) ? NotFinite() : Monto(_random.Next(-50, 90000) / 7m), _random.Next(500), Happens("corte negativo", 0.2) ? "-2" : "0");
        }
    }

    /// <summary>A password hash that never worked; some look almost valid.</summary>
    private string InClear()
    {
        var clave = $"clave-{Seed}-{PlainContrasenas.Count}-visible";
        PlainContrasenas.Add(clave);
        return Uno([clave, $"$2b$12${clave}", $"{AdminHash}{clave}"]);
    }

    /// <summary>As the old system stored it: now and then with more decimals than there are cents, some right between two.</summary>
    private string Monto(decimal exact)
    {
        var centavos = decimal.Round(exact, 2);
        return Happens("más de dos decimales", 0.06)
            ? FormattableString.Invariant($"{centavos + Uno([0.005m, -0.005m, 0.0049999m, 0.004m, 0.001m])}")
            : FormattableString.Invariant($"{centavos}");
    }
}
