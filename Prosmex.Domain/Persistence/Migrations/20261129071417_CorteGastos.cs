using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Prosmex.Domain.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class CorteGastos : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "sustituye_a",
                table: "corte",
                type: "integer",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "corte_gasto",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    corte_id = table.Column<int>(type: "integer", nullable: false),
                    concepto = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    monto = table.Column<decimal>(type: "numeric(12,2)", precision: 12, scale: 2, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_corte_gasto", x => x.id);
                    table.CheckConstraint("ck_corte_gasto_monto", "monto > 0");
                    table.ForeignKey(
                        name: "fk_corte_gasto_corte_corte_id",
                        column: x => x.corte_id,
                        principalTable: "corte",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_corte_sustituye_a",
                table: "corte",
                column: "sustituye_a",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_corte_gasto_corte_id",
                table: "corte_gasto",
                column: "corte_id");

            migrationBuilder.AddForeignKey(
                name: "fk_corte_corte_sustituye_a",
                table: "corte",
                column: "sustituye_a",
                principalTable: "corte",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.Script("trigger_gastos_en_bitacora_v1");
            migrationBuilder.Script("trigger_gastos_solo_crecen_v1");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_corte_corte_sustituye_a",
                table: "corte");

            migrationBuilder.DropTable(
                name: "corte_gasto");

            migrationBuilder.DropIndex(
                name: "ix_corte_sustituye_a",
                table: "corte");

            migrationBuilder.DropColumn(
                name: "sustituye_a",
                table: "corte");
        }
    }
}
