using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Prosmex.Domain.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class Telefonos : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateOnly>(
                name: "promesa_fecha",
                table: "envio_filas",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<decimal>(
                name: "promesa_monto",
                table: "envio_filas",
                type: "numeric(12,2)",
                precision: 12,
                scale: 2,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "telefonos",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    usuario_id = table.Column<int>(type: "integer", nullable: false),
                    huella = table.Column<byte[]>(type: "bytea", nullable: false),
                    clave = table.Column<byte[]>(type: "bytea", nullable: false),
                    nombre = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    version = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    sesion_id = table.Column<Guid>(type: "uuid", nullable: true),
                    registrado_en = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ultimo_contacto = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    por_enviar_filas = table.Column<int>(type: "integer", nullable: false),
                    por_enviar_total = table.Column<decimal>(type: "numeric(12,2)", precision: 12, scale: 2, nullable: false),
                    terminado_en = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    descartar_pedido_en = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    descartar_nota = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true),
                    descartar_filas = table.Column<int>(type: "integer", nullable: true),
                    descartar_total = table.Column<decimal>(type: "numeric(12,2)", precision: 12, scale: 2, nullable: true),
                    descartado_en = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_telefonos", x => x.id);
                    table.CheckConstraint("ck_telefonos_clave", "octet_length(clave) = 32");
                    table.CheckConstraint("ck_telefonos_descartar", "num_nulls(descartar_pedido_en, descartar_nota, descartar_filas, descartar_total) IN (0, 4) AND (descartado_en IS NULL OR descartar_pedido_en IS NOT NULL)");
                    table.CheckConstraint("ck_telefonos_por_enviar", "por_enviar_filas >= 0 AND por_enviar_total >= 0");
                    table.ForeignKey(
                        name: "fk_telefonos_sesiones_sesion_id",
                        column: x => x.sesion_id,
                        principalTable: "sesiones",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_telefonos_usuarios_usuario_id",
                        column: x => x.usuario_id,
                        principalTable: "usuarios",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.AddCheckConstraint(
                name: "ck_envio_filas_promesa",
                table: "envio_filas",
                sql: "(promesa_fecha IS NULL) = (promesa_monto IS NULL) AND (promesa_fecha IS NULL OR (visita = 'prometio' AND promesa_monto > 0))");

            migrationBuilder.CreateIndex(
                name: "ix_telefonos_huella",
                table: "telefonos",
                column: "huella",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_telefonos_sesion_id",
                table: "telefonos",
                column: "sesion_id");

            migrationBuilder.CreateIndex(
                name: "ix_telefonos_usuario_id",
                table: "telefonos",
                column: "usuario_id");

            migrationBuilder.Script("trigger_telefonos_en_bitacora_v1");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "telefonos");

            migrationBuilder.DropCheckConstraint(
                name: "ck_envio_filas_promesa",
                table: "envio_filas");

            migrationBuilder.DropColumn(
                name: "promesa_fecha",
                table: "envio_filas");

            migrationBuilder.DropColumn(
                name: "promesa_monto",
                table: "envio_filas");
        }
    }
}
