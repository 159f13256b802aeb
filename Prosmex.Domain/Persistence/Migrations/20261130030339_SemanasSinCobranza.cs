using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Prosmex.Domain.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class SemanasSinCobranza : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "semanas_sin_cobranza",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    semana = table.Column<DateOnly>(type: "date", nullable: false),
                    ruta_id = table.Column<int>(type: "integer", nullable: true),
                    grupo_id = table.Column<int>(type: "integer", nullable: true),
                    motivo = table.Column<string>(type: "character varying(800)", maxLength: 800, nullable: false),
                    usuario_id = table.Column<int>(type: "integer", nullable: false),
                    declarada_en = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_semanas_sin_cobranza", x => x.id);
                    table.CheckConstraint("ck_semanas_sin_cobranza_alcance", "ruta_id IS NULL OR grupo_id IS NULL");
                    table.CheckConstraint("ck_semanas_sin_cobranza_semana", "extract(isodow FROM semana) = 1");
                    table.ForeignKey(
                        name: "fk_semanas_sin_cobranza_grupos_grupo_id",
                        column: x => x.grupo_id,
                        principalTable: "grupos",
                        principalColumn: "grupo_id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_semanas_sin_cobranza_rutas_ruta_id",
                        column: x => x.ruta_id,
                        principalTable: "rutas",
                        principalColumn: "ruta_id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_semanas_sin_cobranza_usuarios_usuario_id",
                        column: x => x.usuario_id,
                        principalTable: "usuarios",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "grupos_sin_cobranza",
                columns: table => new
                {
                    semana = table.Column<DateOnly>(type: "date", nullable: false),
                    grupo_id = table.Column<int>(type: "integer", nullable: false),
                    declaracion_id = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_grupos_sin_cobranza", x => new { x.semana, x.grupo_id });
                    table.CheckConstraint("ck_grupos_sin_cobranza_semana", "extract(isodow FROM semana) = 1");
                    table.ForeignKey(
                        name: "fk_grupos_sin_cobranza_grupos_grupo_id",
                        column: x => x.grupo_id,
                        principalTable: "grupos",
                        principalColumn: "grupo_id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_grupos_sin_cobranza_semanas_sin_cobranza_declaracion_id",
                        column: x => x.declaracion_id,
                        principalTable: "semanas_sin_cobranza",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_grupos_sin_cobranza_declaracion_id",
                table: "grupos_sin_cobranza",
                column: "declaracion_id");

            migrationBuilder.CreateIndex(
                name: "ix_grupos_sin_cobranza_grupo_id",
                table: "grupos_sin_cobranza",
                column: "grupo_id");

            migrationBuilder.CreateIndex(
                name: "ix_semanas_sin_cobranza_grupo_id",
                table: "semanas_sin_cobranza",
                column: "grupo_id");

            migrationBuilder.CreateIndex(
                name: "ix_semanas_sin_cobranza_ruta_id",
                table: "semanas_sin_cobranza",
                column: "ruta_id");

            migrationBuilder.CreateIndex(
                name: "ix_semanas_sin_cobranza_semana_id",
                table: "semanas_sin_cobranza",
                columns: new[] { "semana", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_semanas_sin_cobranza_usuario_id",
                table: "semanas_sin_cobranza",
                column: "usuario_id");

            migrationBuilder.Script("view_clientes_sin_cobranza_v1");
            migrationBuilder.Script("function_ultima_con_cobranza_v1");
            migrationBuilder.Script("trigger_semanas_sin_cobranza_en_bitacora_v1");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("DROP FUNCTION ultima_con_cobranza(integer); DROP VIEW clientes_sin_cobranza");
            migrationBuilder.DropTable(
                name: "grupos_sin_cobranza");

            migrationBuilder.DropTable(
                name: "semanas_sin_cobranza");
        }
    }
}
