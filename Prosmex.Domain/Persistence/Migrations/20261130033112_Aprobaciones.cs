using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

#pragma warning disable CA1814 // Prefer jagged arrays over multidimensional

namespace Prosmex.Domain.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class Aprobaciones : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "limites",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    clave = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    valor = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_limites", x => x.id);
                    table.CheckConstraint("ck_limites_clave", "clave IN ('limite_de_prestamo', 'semanas_para_renovar')");
                    table.CheckConstraint("ck_limites_valor", "valor >= 1");
                });

            migrationBuilder.CreateTable(
                name: "reglas_de_aprobacion",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false),
                    tipo = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    aprobadores = table.Column<int>(type: "integer", nullable: false),
                    roles = table.Column<int[]>(type: "integer[]", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_reglas_de_aprobacion", x => x.id);
                    table.CheckConstraint("ck_reglas_de_aprobacion_aprobadores", "aprobadores BETWEEN 0 AND 2 AND (aprobadores = 0 OR cardinality(roles) > 0)");
                    table.CheckConstraint("ck_reglas_de_aprobacion_tipo", "tipo IN ('prestamo_sobre_limite', 'correccion_tras_corte', 'castigo', 'cambio_de_rol', 'cambio_de_limite', 'datos_del_cliente')");
                });

            migrationBuilder.CreateTable(
                name: "solicitudes",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    tipo = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    operacion = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    objeto_id = table.Column<int>(type: "integer", nullable: true),
                    contenido = table.Column<string>(type: "text", maxLength: 400, nullable: true),
                    cambios = table.Column<string>(type: "jsonb", nullable: false),
                    solicitante_id = table.Column<int>(type: "integer", nullable: false),
                    pedida_en = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    expira_en = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    aprobadores = table.Column<int>(type: "integer", nullable: false),
                    roles = table.Column<int[]>(type: "integer[]", nullable: false),
                    cliente_id = table.Column<int>(type: "integer", nullable: true),
                    grupo_id = table.Column<int>(type: "integer", nullable: true),
                    estado = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    terminada_en = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    motivo = table.Column<string>(type: "text", maxLength: 400, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_solicitudes", x => x.id);
                    table.CheckConstraint("ck_solicitudes_estado", "estado IN ('pendiente', 'hecha', 'no_hecha', 'rechazada', 'retirada', 'vencida')");
                    table.CheckConstraint("ck_solicitudes_tipo", "tipo IN ('prestamo_sobre_limite', 'correccion_tras_corte', 'castigo', 'cambio_de_rol', 'cambio_de_limite', 'datos_del_cliente')");
                    table.ForeignKey(
                        name: "fk_solicitudes_clientes_cliente_id",
                        column: x => x.cliente_id,
                        principalTable: "clientes_avales",
                        principalColumn: "cliente_id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_solicitudes_grupos_grupo_id",
                        column: x => x.grupo_id,
                        principalTable: "grupos",
                        principalColumn: "grupo_id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_solicitudes_usuarios_solicitante_id",
                        column: x => x.solicitante_id,
                        principalTable: "usuarios",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "respuestas_de_solicitud",
                columns: table => new
                {
                    solicitud_id = table.Column<int>(type: "integer", nullable: false),
                    usuario_id = table.Column<int>(type: "integer", nullable: false),
                    aprueba = table.Column<bool>(type: "boolean", nullable: false),
                    nota = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true),
                    respondida_en = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_respuestas_de_solicitud", x => new { x.solicitud_id, x.usuario_id });
                    table.ForeignKey(
                        name: "fk_respuestas_de_solicitud_solicitudes_solicitud_id",
                        column: x => x.solicitud_id,
                        principalTable: "solicitudes",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_respuestas_de_solicitud_usuarios_usuario_id",
                        column: x => x.usuario_id,
                        principalTable: "usuarios",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.InsertData(
                table: "reglas_de_aprobacion",
                columns: new[] { "id", "aprobadores", "roles", "tipo" },
                values: new object[,]
                {
                    { 1, 0, new int[0], "prestamo_sobre_limite" },
                    { 2, 0, new int[0], "correccion_tras_corte" },
                    { 3, 0, new int[0], "castigo" },
                    { 4, 0, new int[0], "cambio_de_rol" },
                    { 5, 0, new int[0], "cambio_de_limite" },
                    { 6, 0, new int[0], "datos_del_cliente" }
                });

            migrationBuilder.CreateIndex(
                name: "ix_limites_clave",
                table: "limites",
                column: "clave",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_reglas_de_aprobacion_tipo",
                table: "reglas_de_aprobacion",
                column: "tipo",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_respuestas_de_solicitud_usuario_id",
                table: "respuestas_de_solicitud",
                column: "usuario_id");

            migrationBuilder.CreateIndex(
                name: "ix_solicitudes_cliente_id",
                table: "solicitudes",
                column: "cliente_id");

            migrationBuilder.CreateIndex(
                name: "ix_solicitudes_estado_id",
                table: "solicitudes",
                columns: new[] { "estado", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_solicitudes_grupo_id",
                table: "solicitudes",
                column: "grupo_id");

            migrationBuilder.CreateIndex(
                name: "ix_solicitudes_solicitante_id",
                table: "solicitudes",
                column: "solicitante_id");

            migrationBuilder.Script("trigger_aprobaciones_en_bitacora_v1");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "limites");

            migrationBuilder.DropTable(
                name: "reglas_de_aprobacion");

            migrationBuilder.DropTable(
                name: "respuestas_de_solicitud");

            migrationBuilder.DropTable(
                name: "solicitudes");
        }
    }
}
