namespace Prosmex.Tests.Infrastructure;

[Trait("Kind", "Integration")]
public sealed class DatabaseResetTests(TestServer server)
{
    [Fact]
    public async Task Try_RowsAddedChangedAndDeleted_LeavesThoseOfTheTemplate()
    {
        var template = await server.NewDatabaseAsync();
        var database = await server.NewDatabaseAsync();
        var reset = await DatabaseReset.OfAsync(template);
        await TestDatabase.ExecuteAsync(database, """
            INSERT INTO usuarios (nombre, apellido_paterno, apellido_materno, usuario, contrasena, rol_id, activo, excepcion_adopcion)
            VALUES ('N', 'P', 'M', 'ada', '', 6, true, false);
            UPDATE grupos SET nombre_grupo = 'Otro', usuario_id_titular = 1 WHERE grupo_id = 1;
            DELETE FROM permisos WHERE rol_id = 2;
            INSERT INTO clientes_avales (nombre, apellido_paterno, apellido_materno, colonia, cp, codigo_ine, estado_civil, num_hijos, propiedad, es_aval, grupo_id)
            VALUES ('N', 'P', 'M', 'C', '01000', 'I', 'viudo', 0, 'rentada', true, 1);
            SELECT nextval(pg_get_serial_sequence('rutas', 'ruta_id')), nextval(pg_get_serial_sequence('grupos', 'grupo_id'))
            """);
        Assert.NotEqual(await ContentAsync(template), await ContentAsync(database));

        var isAsBefore = await reset.TryAsync(database);

        Assert.True(isAsBefore);
        Assert.Equal(await ContentAsync(template), await ContentAsync(database));
    }

    [Theory]
    [InlineData("ALTER TABLE pagos DISABLE TRIGGER ALL")]
    [InlineData("CREATE FUNCTION otra() RETURNS integer LANGUAGE sql RETURN 1")]
    [InlineData("ALTER TABLE grupos ADD otra integer")]
    [InlineData("CREATE INDEX otro ON grupos (nombre_grupo)")]
    [InlineData("ALTER TABLE prestamos ADD CHECK (pagado >= -1)")]
    [InlineData("DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET timezone = UTC', current_database()); END $$")]
    public async Task Try_MoreThanRowsChanged_SaysSo(string sql)
    {
        var database = await server.NewDatabaseAsync();
        var reset = await DatabaseReset.OfAsync(database);
        await TestDatabase.ExecuteAsync(database, sql);

        Assert.False(await reset.TryAsync(database));
    }

    // Every row of every table, and every sequence.
    private static async Task<string> ContentAsync(string connection)
    {
        List<string> content = [];
        foreach (var table in await NamesAsync('r'))
        {
            content.Add(table + await TestDatabase.ValueAsync<string>(connection, $"""SELECT coalesce(string_agg(t::text, ' ' ORDER BY t::text), '') FROM "{table}" t"""));
        }

        foreach (var sequence in await NamesAsync('S'))
        {
            content.Add(sequence + await TestDatabase.ValueAsync<string>(connection, $"""SELECT concat_ws(' ', last_value, is_called) FROM "{sequence}" """));
        }

        return string.Join('\n', content);

        Task<string[]> NamesAsync(char kind) => TestDatabase.ValueAsync<string[]>(
            connection, $"SELECT array_agg(relname::text ORDER BY relname) FROM pg_class WHERE relkind = '{kind}' AND relnamespace = current_schema()::regnamespace");
    }
}
