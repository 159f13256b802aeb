using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Prosmex.Domain.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class SesionesEIntentos : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // As the unique key of usuarios sees a name, so that no spelling of it has a counter of its own.
            migrationBuilder.Sql(
                """
                CREATE FUNCTION cuenta_de_acceso(nombre text) RETURNS bytea LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
                AS $$ SELECT sha256(convert_to(lower(btrim(nombre) COLLATE es_mx), 'UTF8')) $$;
                """);

            migrationBuilder.DropIndex(
                name: "ix_sesiones_refresh_hash_anterior",
                table: "sesiones");

            migrationBuilder.DropColumn(
                name: "refresh_hash_anterior",
                table: "sesiones");

            migrationBuilder.DropColumn(
                name: "rotada_en",
                table: "sesiones");

            migrationBuilder.AddColumn<bool>(
                name: "debe_cambiar_contrasena",
                table: "usuarios",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateTable(
                name: "intentos_de_acceso",
                columns: table => new
                {
                    cuenta = table.Column<byte[]>(type: "bytea", nullable: false),
                    fallas = table.Column<int>(type: "integer", nullable: false),
                    ultima_en = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    espera_hasta = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_intentos_de_acceso", x => x.cuenta);
                });

            migrationBuilder.CreateTable(
                name: "refresh_usados",
                columns: table => new
                {
                    hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    sesion_id = table.Column<Guid>(type: "uuid", nullable: false),
                    usado_en = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_refresh_usados", x => x.hash);
                    table.ForeignKey(
                        name: "fk_refresh_usados_sesiones_sesion_id",
                        column: x => x.sesion_id,
                        principalTable: "sesiones",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_intentos_de_acceso_ultima_en",
                table: "intentos_de_acceso",
                column: "ultima_en");

            migrationBuilder.CreateIndex(
                name: "ix_refresh_usados_sesion_id",
                table: "refresh_usados",
                column: "sesion_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("DROP FUNCTION cuenta_de_acceso(text);");
            migrationBuilder.DropTable(
                name: "intentos_de_acceso");

            migrationBuilder.DropTable(
                name: "refresh_usados");

            migrationBuilder.DropColumn(
                name: "debe_cambiar_contrasena",
                table: "usuarios");

            migrationBuilder.AddColumn<byte[]>(
                name: "refresh_hash_anterior",
                table: "sesiones",
                type: "bytea",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "rotada_en",
                table: "sesiones",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_sesiones_refresh_hash_anterior",
                table: "sesiones",
                column: "refresh_hash_anterior");
        }
    }
}
