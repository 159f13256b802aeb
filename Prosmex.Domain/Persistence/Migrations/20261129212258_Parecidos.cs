using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Prosmex.Domain.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class Parecidos : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Script("function_aammdd_v1");
            migrationBuilder.Script("function_trigramas_v1");
            migrationBuilder.Script("function_semejanza_v1");

            migrationBuilder.AddColumn<string>(
                name: "nacimiento",
                table: "expedientes",
                type: "text",
                maxLength: 400,
                nullable: true,
                computedColumnSql: "aammdd(fecha_nacimiento)",
                stored: true);

            migrationBuilder.AddColumn<string>(
                name: "nacimiento_ine",
                table: "clientes_avales",
                type: "text",
                maxLength: 400,
                nullable: true,
                computedColumnSql: "substring(clave_ine(codigo_ine) FROM '^.{6}([0-9]{6})')",
                stored: true);

            migrationBuilder.CreateTable(
                name: "pares_de_clientes",
                columns: table => new
                {
                    cliente_id = table.Column<int>(type: "integer", nullable: false),
                    otro_id = table.Column<int>(type: "integer", nullable: false),
                    decision = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    nota = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    usuario_id = table.Column<int>(type: "integer", nullable: false),
                    decidido_en = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_pares_de_clientes", x => new { x.cliente_id, x.otro_id });
                    table.CheckConstraint("ck_pares_de_clientes_decision", "decision IN ('misma', 'distinta')");
                    table.CheckConstraint("ck_pares_de_clientes_orden", "cliente_id < otro_id");
                    table.ForeignKey(
                        name: "fk_pares_de_clientes_clientes_avales_cliente_id",
                        column: x => x.cliente_id,
                        principalTable: "clientes_avales",
                        principalColumn: "cliente_id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_pares_de_clientes_clientes_avales_otro_id",
                        column: x => x.otro_id,
                        principalTable: "clientes_avales",
                        principalColumn: "cliente_id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_pares_de_clientes_usuarios_usuario_id",
                        column: x => x.usuario_id,
                        principalTable: "usuarios",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_expedientes_clabe",
                table: "expedientes",
                column: "clabe",
                filter: "clabe IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_expedientes_nacimiento",
                table: "expedientes",
                column: "nacimiento",
                filter: "nacimiento IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_expedientes_telefono",
                table: "expedientes",
                column: "telefono",
                filter: "telefono IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_clientes_avales_nacimiento_ine",
                table: "clientes_avales",
                column: "nacimiento_ine",
                filter: "nacimiento_ine IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_pares_de_clientes_otro_id",
                table: "pares_de_clientes",
                column: "otro_id");

            migrationBuilder.CreateIndex(
                name: "ix_pares_de_clientes_usuario_id",
                table: "pares_de_clientes",
                column: "usuario_id");

            migrationBuilder.Script("trigger_pares_en_bitacora_v1");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "pares_de_clientes");

            migrationBuilder.DropIndex(
                name: "ix_expedientes_clabe",
                table: "expedientes");

            migrationBuilder.DropIndex(
                name: "ix_expedientes_nacimiento",
                table: "expedientes");

            migrationBuilder.DropIndex(
                name: "ix_expedientes_telefono",
                table: "expedientes");

            migrationBuilder.DropIndex(
                name: "ix_clientes_avales_nacimiento_ine",
                table: "clientes_avales");

            migrationBuilder.DropColumn(
                name: "nacimiento",
                table: "expedientes");

            migrationBuilder.DropColumn(
                name: "nacimiento_ine",
                table: "clientes_avales");

            migrationBuilder.Sql("DROP FUNCTION semejanza(text, text), trigramas(text), aammdd(date)");
        }
    }
}
