using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Prosmex.Domain.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class SesionDeOperaciones : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "sesion_id",
                table: "operaciones",
                type: "uuid",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_operaciones_sesion_id_creada_en",
                table: "operaciones",
                columns: new[] { "sesion_id", "creada_en" },
                filter: "sesion_id IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_operaciones_sesion_id_creada_en",
                table: "operaciones");

            migrationBuilder.DropColumn(
                name: "sesion_id",
                table: "operaciones");
        }
    }
}
