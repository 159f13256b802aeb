using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Prosmex.Domain.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class BitacoraEnParticiones : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Script("function_hacer_particion_v1");
            migrationBuilder.Script("function_separar_bitacora_v1");
            migrationBuilder.Script("function_analizar_particiones_v1");
            migrationBuilder.Script("temporary_en_particiones_v1");
            migrationBuilder.Script("table_bitacora_v1");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) =>
            throw new System.NotSupportedException("The table could only be copied back: restore a backup.");
    }
}
