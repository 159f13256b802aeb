using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Prosmex.Domain.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class Visitas : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "visitas",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    prestamo_id = table.Column<int>(type: "integer", nullable: false),
                    fecha = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    visita = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    nota = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true),
                    promesa_fecha = table.Column<DateOnly>(type: "date", nullable: true),
                    promesa_monto = table.Column<decimal>(type: "numeric(12,2)", precision: 12, scale: 2, nullable: true),
                    usuario_id = table.Column<int>(type: "integer", nullable: false),
                    anotada_en = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_visitas", x => x.id);
                    table.CheckConstraint("ck_visitas_promesa", "(promesa_fecha IS NULL) = (promesa_monto IS NULL) AND (promesa_fecha IS NULL OR (visita = 'prometio' AND promesa_monto > 0))");
                    table.CheckConstraint("ck_visitas_sin_pago", "visita <> 'pago'");
                    table.CheckConstraint("ck_visitas_visita", "visita IN ('pago', 'no_estaba', 'no_quiso', 'prometio')");
                    table.ForeignKey(
                        name: "fk_visitas_prestamos_prestamo_id",
                        column: x => x.prestamo_id,
                        principalTable: "prestamos",
                        principalColumn: "prestamo_id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_visitas_usuarios_usuario_id",
                        column: x => x.usuario_id,
                        principalTable: "usuarios",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_visitas_prestamo_id",
                table: "visitas",
                column: "prestamo_id");

            migrationBuilder.CreateIndex(
                name: "ix_visitas_usuario_id",
                table: "visitas",
                column: "usuario_id");

            migrationBuilder.Script("trigger_visitas_en_bitacora_v1");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "visitas");
        }
    }
}
