using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Prosmex.Domain.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class ProveSessions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<byte[]>(
                name: "refresh_anterior",
                table: "sesiones",
                type: "bytea",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_sesiones_refresh_anterior",
                table: "sesiones",
                column: "refresh_anterior",
                unique: true);

            // Rows of permisos are changed by hand only. What a role may do is read once a request, so a change ends the sessions of the role:
            // no write goes on under the permission that was taken away.
            migrationBuilder.Sql(
                """
                CREATE FUNCTION terminar_sesiones_de_roles() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
                BEGIN
                    UPDATE sesiones SET revocada_en = clock_timestamp() WHERE id IN (
                        SELECT s.id FROM sesiones s JOIN usuarios u ON u.id = s.usuario_id
                        WHERE s.revocada_en IS NULL AND u.rol_id IN (SELECT rol_id FROM cambiados)
                        ORDER BY s.id FOR UPDATE OF s);
                    RETURN NULL;
                END $$;

                CREATE TRIGGER termina_sesiones_al_insertar AFTER INSERT ON permisos
                REFERENCING NEW TABLE AS cambiados FOR EACH STATEMENT EXECUTE FUNCTION terminar_sesiones_de_roles();
                CREATE TRIGGER termina_sesiones_al_borrar AFTER DELETE ON permisos
                REFERENCING OLD TABLE AS cambiados FOR EACH STATEMENT EXECUTE FUNCTION terminar_sesiones_de_roles();
                CREATE TRIGGER termina_sesiones_al_quitar AFTER UPDATE ON permisos
                REFERENCING OLD TABLE AS cambiados FOR EACH STATEMENT EXECUTE FUNCTION terminar_sesiones_de_roles();
                CREATE TRIGGER termina_sesiones_al_dar AFTER UPDATE ON permisos
                REFERENCING NEW TABLE AS cambiados FOR EACH STATEMENT EXECUTE FUNCTION terminar_sesiones_de_roles();
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                DROP TRIGGER termina_sesiones_al_insertar ON permisos;
                DROP TRIGGER termina_sesiones_al_borrar ON permisos;
                DROP TRIGGER termina_sesiones_al_quitar ON permisos;
                DROP TRIGGER termina_sesiones_al_dar ON permisos;
                DROP FUNCTION terminar_sesiones_de_roles();
                """);

            migrationBuilder.DropIndex(
                name: "ix_sesiones_refresh_anterior",
                table: "sesiones");

            migrationBuilder.DropColumn(
                name: "refresh_anterior",
                table: "sesiones");
        }
    }
}
