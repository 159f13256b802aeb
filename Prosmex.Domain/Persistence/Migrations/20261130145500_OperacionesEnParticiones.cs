using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Prosmex.Domain.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class OperacionesEnParticiones : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_operaciones_creada_en",
                table: "operaciones");

            migrationBuilder.DropIndex(
                name: "ix_operaciones_usuario_id_clave",
                table: "operaciones");

            migrationBuilder.CreateTable(
                name: "claves_de_operacion",
                columns: table => new
                {
                    usuario_id = table.Column<int>(type: "integer", nullable: false),
                    clave = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    operacion_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_claves_de_operacion", x => new { x.usuario_id, x.clave });
                });

            migrationBuilder.Script("function_primer_uuid_v1");
            migrationBuilder.Script("function_apartar_clave_v1");
            migrationBuilder.Script("function_hacer_particiones_v1");
            migrationBuilder.Script("function_tirar_operaciones_v1");
            migrationBuilder.Script("temporary_en_particiones_v1");
            migrationBuilder.Script("table_operaciones_v1");
            migrationBuilder.Script("trigger_aparta_clave_v1");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) =>
            throw new NotSupportedException("The table could only be copied back: restore a backup.");
    }
}
