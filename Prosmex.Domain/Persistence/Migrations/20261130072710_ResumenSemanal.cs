using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Prosmex.Domain.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class ResumenSemanal : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "resumen_semanal",
                columns: table => new
                {
                    semana = table.Column<DateOnly>(type: "date", nullable: false),
                    grupo_id = table.Column<int>(type: "integer", nullable: false),
                    cobranza_ideal = table.Column<decimal>(type: "numeric(18,2)", precision: 18, scale: 2, nullable: false),
                    cobranza_real = table.Column<decimal>(type: "numeric(18,2)", precision: 18, scale: 2, nullable: false),
                    prestamos_activos = table.Column<int>(type: "integer", nullable: false),
                    faltas = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_resumen_semanal", x => new { x.semana, x.grupo_id });
                    table.CheckConstraint("ck_resumen_semanal_semana", "extract(isodow FROM semana) = 1");
                    table.ForeignKey(
                        name: "fk_resumen_semanal_grupos_grupo_id",
                        column: x => x.grupo_id,
                        principalTable: "grupos",
                        principalColumn: "grupo_id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_resumen_semanal_grupo_id",
                table: "resumen_semanal",
                column: "grupo_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "resumen_semanal");
        }
    }
}
