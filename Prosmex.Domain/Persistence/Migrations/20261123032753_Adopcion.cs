using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Prosmex.Domain.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class Adopcion : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "adopcion",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false),
                    hecha_en = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    hecha_por = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    zona_origen = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    bitacora_id = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_adopcion", x => x.id);
                    table.CheckConstraint("ck_adopcion_una", "id = 1");
                });

            migrationBuilder.CreateTable(
                name: "adopcion_excedente",
                columns: table => new
                {
                    pago_id = table.Column<int>(type: "integer", nullable: false),
                    prestamo_id = table.Column<int>(type: "integer", nullable: false),
                    monto = table.Column<decimal>(type: "numeric(12,2)", precision: 12, scale: 2, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_adopcion_excedente", x => x.pago_id);
                    table.CheckConstraint("ck_adopcion_excedente_monto", "monto > 0");
                    table.ForeignKey(
                        name: "fk_adopcion_excedente_pagos_pago_id",
                        column: x => x.pago_id,
                        principalTable: "pagos",
                        principalColumn: "pago_id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_adopcion_excedente_prestamos_prestamo_id",
                        column: x => x.prestamo_id,
                        principalTable: "prestamos",
                        principalColumn: "prestamo_id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_adopcion_excedente_prestamo_id",
                table: "adopcion_excedente",
                column: "prestamo_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "adopcion");

            migrationBuilder.DropTable(
                name: "adopcion_excedente");
        }
    }
}
