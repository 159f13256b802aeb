using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Prosmex.Domain.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class FuncionesPorEsquema : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Script("function_fijar_origen_v1");
            migrationBuilder.Script("function_sumar_a_cuentas_v2");
            migrationBuilder.Script("function_anotar_membresias_v2");
            migrationBuilder.Script("function_terminar_sesiones_de_roles_v2");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("DROP FUNCTION fijar_origen(jsonb)");
    }
}
