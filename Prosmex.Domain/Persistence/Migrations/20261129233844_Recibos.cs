using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Prosmex.Domain.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class Recibos : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_senales_descartadas_regla",
                table: "senales_descartadas");

            migrationBuilder.AddColumn<string>(
                name: "codigo_de_recibo",
                table: "pagos",
                type: "character varying(13)",
                maxLength: 13,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "codigo_de_recibo",
                table: "envio_filas",
                type: "character varying(13)",
                maxLength: 13,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "recibos_vistos",
                columns: table => new
                {
                    clave = table.Column<Guid>(type: "uuid", nullable: false),
                    usuario_id = table.Column<int>(type: "integer", nullable: false),
                    semana = table.Column<DateOnly>(type: "date", nullable: false),
                    monto = table.Column<decimal>(type: "numeric(12,2)", precision: 12, scale: 2, nullable: false),
                    ocurrido_en = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    visto_en = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_recibos_vistos", x => x.clave);
                    table.CheckConstraint("ck_recibos_vistos_monto", "monto > 0");
                    table.ForeignKey(
                        name: "fk_recibos_vistos_usuarios_usuario_id",
                        column: x => x.usuario_id,
                        principalTable: "usuarios",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.AddCheckConstraint(
                name: "ck_senales_descartadas_regla",
                table: "senales_descartadas",
                sql: "regla IN ('alta_y_prestamo', 'contacto_compartido', 'circulo_de_avales', 'pagos_de_golpe', 'dia_ajeno', 'renovada_sin_entregar', 'recibo_sin_pago')");

            migrationBuilder.CreateIndex(
                name: "ix_pagos_codigo_de_recibo",
                table: "pagos",
                column: "codigo_de_recibo",
                filter: "codigo_de_recibo IS NOT NULL");

            migrationBuilder.AddCheckConstraint(
                name: "ck_pagos_codigo_de_recibo",
                table: "pagos",
                sql: "codigo_de_recibo IS NULL OR (tipo = 'cobro' AND monto_pagado > 0)");

            migrationBuilder.CreateIndex(
                name: "ix_envio_filas_codigo_de_recibo",
                table: "envio_filas",
                column: "codigo_de_recibo",
                filter: "codigo_de_recibo IS NOT NULL");

            migrationBuilder.AddCheckConstraint(
                name: "ck_envio_filas_codigo_de_recibo",
                table: "envio_filas",
                sql: "codigo_de_recibo IS NULL OR monto > 0");

            migrationBuilder.CreateIndex(
                name: "ix_recibos_vistos_usuario_id_semana",
                table: "recibos_vistos",
                columns: new[] { "usuario_id", "semana" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "recibos_vistos");

            migrationBuilder.DropCheckConstraint(
                name: "ck_senales_descartadas_regla",
                table: "senales_descartadas");

            migrationBuilder.DropIndex(
                name: "ix_pagos_codigo_de_recibo",
                table: "pagos");

            migrationBuilder.DropCheckConstraint(
                name: "ck_pagos_codigo_de_recibo",
                table: "pagos");

            migrationBuilder.DropIndex(
                name: "ix_envio_filas_codigo_de_recibo",
                table: "envio_filas");

            migrationBuilder.DropCheckConstraint(
                name: "ck_envio_filas_codigo_de_recibo",
                table: "envio_filas");

            migrationBuilder.DropColumn(
                name: "codigo_de_recibo",
                table: "pagos");

            migrationBuilder.DropColumn(
                name: "codigo_de_recibo",
                table: "envio_filas");

            migrationBuilder.AddCheckConstraint(
                name: "ck_senales_descartadas_regla",
                table: "senales_descartadas",
                sql: "regla IN ('alta_y_prestamo', 'contacto_compartido', 'circulo_de_avales', 'pagos_de_golpe', 'dia_ajeno', 'renovada_sin_entregar')");
        }
    }
}
