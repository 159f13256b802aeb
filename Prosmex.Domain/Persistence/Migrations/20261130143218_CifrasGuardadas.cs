using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Prosmex.Domain.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class CifrasGuardadas : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "cambios_de_cifras",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    cliente_id = table.Column<int>(type: "integer", nullable: true),
                    grupo_id = table.Column<int>(type: "integer", nullable: true),
                    desde = table.Column<DateOnly>(type: "date", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_cambios_de_cifras", x => x.id);
                    table.CheckConstraint("ck_cambios_de_cifras", "(cliente_id IS NULL) <> (grupo_id IS NULL)");
                });

            migrationBuilder.CreateTable(
                name: "cifras_guardadas",
                columns: table => new
                {
                    semana = table.Column<DateOnly>(type: "date", nullable: false),
                    grupo_id = table.Column<int>(type: "integer", nullable: false),
                    dia = table.Column<DateOnly>(type: "date", nullable: false),
                    cobranza_ideal = table.Column<decimal>(type: "numeric", nullable: true),
                    cobranza_real = table.Column<decimal>(type: "numeric", nullable: true),
                    prestamo_papel = table.Column<decimal>(type: "numeric", nullable: true),
                    prestamo_real = table.Column<decimal>(type: "numeric", nullable: true),
                    restante = table.Column<decimal>(type: "numeric", nullable: true),
                    numero_de_creditos = table.Column<int>(type: "integer", nullable: true),
                    prestamos_activos = table.Column<int>(type: "integer", nullable: true),
                    faltas = table.Column<int>(type: "integer", nullable: true),
                    por_cobrar = table.Column<int>(type: "integer", nullable: true),
                    prestamos = table.Column<int>(type: "integer", nullable: true),
                    pagos = table.Column<int>(type: "integer", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_cifras_guardadas", x => new { x.semana, x.grupo_id });
                    table.CheckConstraint("ck_cifras_guardadas_semana", "extract(isodow FROM semana) = 1");
                });

            migrationBuilder.CreateIndex(
                name: "ix_cifras_guardadas_semana",
                table: "cifras_guardadas",
                column: "semana",
                filter: "dia < 'infinity'");

            migrationBuilder.Script("function_anotar_cambio_por_pago_v1");
            migrationBuilder.Script("function_anotar_cambio_por_prestamo_v1");
            migrationBuilder.Script("function_anotar_cambio_de_grupo_v1");
            migrationBuilder.Script("function_anotar_cambio_por_semana_v1");
            migrationBuilder.Script("trigger_cambia_cifras_v1");
            migrationBuilder.Script("view_cuentas_de_prestamos_v1");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""
                DROP VIEW cuentas_de_prestamos;
                DROP FUNCTION anotar_cambio_por_pago() CASCADE;
                DROP FUNCTION anotar_cambio_por_prestamo() CASCADE;
                DROP FUNCTION anotar_cambio_de_grupo() CASCADE;
                DROP FUNCTION anotar_cambio_por_semana() CASCADE;
                """);
            migrationBuilder.DropTable(
                name: "cambios_de_cifras");

            migrationBuilder.DropTable(
                name: "cifras_guardadas");
        }
    }
}
