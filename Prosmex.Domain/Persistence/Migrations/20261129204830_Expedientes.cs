using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Prosmex.Domain.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class Expedientes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_bitacora_accion",
                table: "bitacora");

            migrationBuilder.CreateTable(
                name: "expedientes",
                columns: table => new
                {
                    cliente_id = table.Column<int>(type: "integer", nullable: false),
                    telefono = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: true),
                    curp = table.Column<string>(type: "character varying(18)", maxLength: 18, nullable: true),
                    rfc = table.Column<string>(type: "character varying(13)", maxLength: 13, nullable: true),
                    clabe = table.Column<string>(type: "character varying(18)", maxLength: 18, nullable: true),
                    fecha_nacimiento = table.Column<DateOnly>(type: "date", nullable: true),
                    sexo = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: true),
                    calle = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true),
                    numero = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true),
                    municipio = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true),
                    estado = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: true),
                    ocupacion = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true),
                    notas = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_expedientes", x => x.cliente_id);
                    table.CheckConstraint("ck_expedientes_clabe", "clabe ~ '^[0-9]{18}$'");
                    table.CheckConstraint("ck_expedientes_curp", "char_length(curp) = 18");
                    table.CheckConstraint("ck_expedientes_estado", "estado IN ('aguascalientes', 'baja_california', 'baja_california_sur', 'campeche', 'coahuila', 'colima', 'chiapas', 'chihuahua', 'ciudad_de_mexico', 'durango', 'guanajuato', 'guerrero', 'hidalgo', 'jalisco', 'estado_de_mexico', 'michoacan', 'morelos', 'nayarit', 'nuevo_leon', 'oaxaca', 'puebla', 'queretaro', 'quintana_roo', 'san_luis_potosi', 'sinaloa', 'sonora', 'tabasco', 'tamaulipas', 'tlaxcala', 'veracruz', 'yucatan', 'zacatecas')");
                    table.CheckConstraint("ck_expedientes_rfc", "char_length(rfc) = 13");
                    table.CheckConstraint("ck_expedientes_sexo", "sexo IN ('mujer', 'hombre', 'no_binario')");
                    table.CheckConstraint("ck_expedientes_telefono", "telefono ~ '^\\+[0-9]{7,15}$'");
                    table.ForeignKey(
                        name: "fk_expedientes_clientes_avales_cliente_id",
                        column: x => x.cliente_id,
                        principalTable: "clientes_avales",
                        principalColumn: "cliente_id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.AddCheckConstraint(
                name: "ck_bitacora_accion",
                table: "bitacora",
                sql: "accion IN ('alta', 'cambio', 'baja', 'consulta', 'mantenimiento')");

            migrationBuilder.CreateIndex(
                name: "ix_expedientes_curp",
                table: "expedientes",
                column: "curp",
                filter: "curp IS NOT NULL");

            migrationBuilder.Script("function_anotar_en_bitacora_v2");
            migrationBuilder.Script("function_anotar_consulta_v1");
            migrationBuilder.Script("trigger_expedientes_en_bitacora_v1");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("DROP FUNCTION anotar_consulta(text, bigint)");

            migrationBuilder.DropTable(
                name: "expedientes");

            migrationBuilder.DropCheckConstraint(
                name: "ck_bitacora_accion",
                table: "bitacora");

            migrationBuilder.AddCheckConstraint(
                name: "ck_bitacora_accion",
                table: "bitacora",
                sql: "accion IN ('alta', 'cambio', 'baja', 'mantenimiento')");
        }
    }
}
