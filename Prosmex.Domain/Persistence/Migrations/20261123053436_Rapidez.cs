using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Prosmex.Domain.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class Rapidez : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "cuentas_de_grupo",
                columns: table => new
                {
                    grupo_id = table.Column<int>(type: "integer", nullable: false),
                    clientes = table.Column<int>(type: "integer", nullable: false),
                    avales = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_cuentas_de_grupo", x => x.grupo_id);
                });

            // In one statement a change counts in its groups in the order of their ids, so that two changes never wait for each other in a ring.
            migrationBuilder.Sql(
                """
                CREATE FUNCTION contar_clientes() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
                BEGIN
                    IF TG_OP = 'INSERT' THEN
                        PERFORM sumar_a_cuentas(array_agg(d.grupo_id), array_agg(d.clientes), array_agg(d.avales)) FROM (
                            SELECT grupo_id, count(*)::integer AS clientes, count(*) FILTER (WHERE es_aval)::integer AS avales
                            FROM nuevas GROUP BY grupo_id) d;
                    ELSIF TG_OP = 'DELETE' THEN
                        PERFORM sumar_a_cuentas(array_agg(d.grupo_id), array_agg(d.clientes), array_agg(d.avales)) FROM (
                            SELECT grupo_id, -count(*)::integer AS clientes, -count(*) FILTER (WHERE es_aval)::integer AS avales
                            FROM viejas GROUP BY grupo_id) d;
                    ELSE
                        PERFORM sumar_a_cuentas(array_agg(d.grupo_id), array_agg(d.clientes), array_agg(d.avales)) FROM (
                            SELECT grupo_id, sum(uno)::integer AS clientes, sum(uno) FILTER (WHERE es_aval)::integer AS avales
                            FROM (SELECT grupo_id, es_aval, 1 AS uno FROM nuevas UNION ALL SELECT grupo_id, es_aval, -1 FROM viejas) c
                            GROUP BY grupo_id) d;
                    END IF;
                    RETURN NULL;
                END $$;

                CREATE FUNCTION sumar_a_cuentas(grupos integer[], clientes integer[], avales integer[]) RETURNS void
                LANGUAGE sql VOLATILE SET search_path = public, pg_temp AS $$
                    INSERT INTO cuentas_de_grupo AS c (grupo_id, clientes, avales)
                    SELECT d.grupo_id, d.clientes, coalesce(d.avales, 0)
                    FROM unnest($1, $2, $3) d (grupo_id, clientes, avales)
                    WHERE d.clientes <> 0 OR d.avales <> 0
                    ORDER BY d.grupo_id
                    ON CONFLICT (grupo_id) DO UPDATE SET clientes = c.clientes + excluded.clientes, avales = c.avales + excluded.avales
                $$;

                CREATE TRIGGER cuentas_al_insertar AFTER INSERT ON clientes_avales
                REFERENCING NEW TABLE AS nuevas FOR EACH STATEMENT EXECUTE FUNCTION contar_clientes();
                CREATE TRIGGER cuentas_al_borrar AFTER DELETE ON clientes_avales
                REFERENCING OLD TABLE AS viejas FOR EACH STATEMENT EXECUTE FUNCTION contar_clientes();
                CREATE TRIGGER cuentas_al_cambiar AFTER UPDATE ON clientes_avales
                REFERENCING OLD TABLE AS viejas NEW TABLE AS nuevas FOR EACH STATEMENT EXECUTE FUNCTION contar_clientes();

                INSERT INTO cuentas_de_grupo (grupo_id, clientes, avales)
                SELECT grupo_id, count(*), count(*) FILTER (WHERE es_aval) FROM clientes_avales GROUP BY grupo_id;

                -- What writes money takes this first: no week is closed until its transaction ends. In two statements, so that the second sees
                -- what a close that the first waited for has committed.
                CREATE FUNCTION tomar_turno(cierre bigint) RETURNS date LANGUAGE plpgsql VOLATILE SET search_path = public, pg_temp AS $$
                BEGIN
                    PERFORM pg_advisory_xact_lock_shared(cierre);
                    RETURN (SELECT max(semana) FROM semana_cierre);
                END $$;
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                DROP TRIGGER cuentas_al_insertar ON clientes_avales;
                DROP TRIGGER cuentas_al_borrar ON clientes_avales;
                DROP TRIGGER cuentas_al_cambiar ON clientes_avales;
                DROP FUNCTION contar_clientes();
                DROP FUNCTION sumar_a_cuentas(integer[], integer[], integer[]);
                DROP FUNCTION tomar_turno(bigint);
                """);
            migrationBuilder.DropTable(
                name: "cuentas_de_grupo");
        }
    }
}
