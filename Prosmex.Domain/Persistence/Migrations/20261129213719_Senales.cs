using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Prosmex.Domain.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class Senales : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "senales_descartadas",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    regla = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    clave = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    nota = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    usuario_id = table.Column<int>(type: "integer", nullable: false),
                    descartada_en = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_senales_descartadas", x => x.id);
                    table.CheckConstraint("ck_senales_descartadas_regla", "regla IN ('alta_y_prestamo', 'contacto_compartido', 'circulo_de_avales', 'pagos_de_golpe', 'dia_ajeno', 'renovada_sin_entregar')");
                    table.ForeignKey(
                        name: "fk_senales_descartadas_usuarios_usuario_id",
                        column: x => x.usuario_id,
                        principalTable: "usuarios",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_senales_descartadas_usuario_id",
                table: "senales_descartadas",
                column: "usuario_id");

            migrationBuilder.CreateIndex(
                name: "ux_senales_descartadas_regla_clave",
                table: "senales_descartadas",
                columns: new[] { "regla", "clave" },
                unique: true);

            migrationBuilder.Script("trigger_senales_en_bitacora_v1");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "senales_descartadas");
        }
    }
}
