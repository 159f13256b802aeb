using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Prosmex.Domain.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class HojaDeCobranza : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "custodio_id",
                table: "pagos",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "anula_a",
                table: "corte",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "desde_pago_id",
                table: "corte",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "desde_por_aclarar_id",
                table: "corte",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<decimal>(
                name: "diferencia",
                table: "corte",
                type: "numeric(14,2)",
                precision: 14,
                scale: 2,
                nullable: true);

            migrationBuilder.AddColumn<decimal>(
                name: "efectivo_contado",
                table: "corte",
                type: "numeric(12,2)",
                precision: 12,
                scale: 2,
                nullable: true);

            migrationBuilder.AddColumn<decimal>(
                name: "efectivo_entregado",
                table: "corte",
                type: "numeric(14,2)",
                precision: 14,
                scale: 2,
                nullable: true);

            migrationBuilder.AddColumn<decimal>(
                name: "efectivo_esperado",
                table: "corte",
                type: "numeric(14,2)",
                precision: 14,
                scale: 2,
                nullable: true);

            migrationBuilder.AddColumn<decimal>(
                name: "efectivo_recibido",
                table: "corte",
                type: "numeric(14,2)",
                precision: 14,
                scale: 2,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "hasta_pago_id",
                table: "corte",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "hasta_por_aclarar_id",
                table: "corte",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateTable(
                name: "claves_de_cobro",
                columns: table => new
                {
                    clave = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_claves_de_cobro", x => x.clave);
                });

            migrationBuilder.CreateTable(
                name: "envios",
                columns: table => new
                {
                    envio_id = table.Column<Guid>(type: "uuid", nullable: false),
                    grupo_id = table.Column<int>(type: "integer", nullable: false),
                    usuario_id = table.Column<int>(type: "integer", nullable: false),
                    control_filas = table.Column<int>(type: "integer", nullable: false),
                    control_total = table.Column<decimal>(type: "numeric(12,2)", precision: 12, scale: 2, nullable: false),
                    huella = table.Column<byte[]>(type: "bytea", nullable: false),
                    recibido_en = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    enviado_en = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_envios", x => x.envio_id);
                    table.ForeignKey(
                        name: "fk_envios_grupos_grupo_id",
                        column: x => x.grupo_id,
                        principalTable: "grupos",
                        principalColumn: "grupo_id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_envios_usuarios_usuario_id",
                        column: x => x.usuario_id,
                        principalTable: "usuarios",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "envio_filas",
                columns: table => new
                {
                    clave = table.Column<Guid>(type: "uuid", nullable: false),
                    envio_id = table.Column<Guid>(type: "uuid", nullable: false),
                    prestamo_id = table.Column<int>(type: "integer", nullable: false),
                    monto = table.Column<decimal>(type: "numeric(12,2)", precision: 12, scale: 2, nullable: false),
                    ocurrido_en = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    recibido_en = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    visita = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    nota = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    estado = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    codigo = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    motivo = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    desfase = table.Column<bool>(type: "boolean", nullable: false),
                    pago_id = table.Column<int>(type: "integer", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_envio_filas", x => x.clave);
                    table.CheckConstraint("ck_envio_filas_estado", "estado IN ('aplicado', 'por_aclarar')");
                    table.CheckConstraint("ck_envio_filas_monto", "monto >= 0 AND (monto = 0 OR visita = 'pago')");
                    table.CheckConstraint("ck_envio_filas_motivo", "(codigo IS NULL) = (motivo IS NULL) AND (estado <> 'por_aclarar' OR codigo IS NOT NULL)");
                    table.CheckConstraint("ck_envio_filas_por_aclarar", "(estado = 'por_aclarar') = (monto > 0 AND pago_id IS NULL)");
                    table.CheckConstraint("ck_envio_filas_visita", "visita IN ('pago', 'no_estaba', 'no_quiso', 'prometio')");
                    table.ForeignKey(
                        name: "fk_envio_filas_claves_de_cobro_clave",
                        column: x => x.clave,
                        principalTable: "claves_de_cobro",
                        principalColumn: "clave",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_envio_filas_envios_envio_id",
                        column: x => x.envio_id,
                        principalTable: "envios",
                        principalColumn: "envio_id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_envio_filas_pagos_pago_id",
                        column: x => x.pago_id,
                        principalTable: "pagos",
                        principalColumn: "pago_id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "por_aclarar",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    clave = table.Column<Guid>(type: "uuid", nullable: false),
                    usuario_id = table.Column<int>(type: "integer", nullable: false),
                    grupo_id = table.Column<int>(type: "integer", nullable: false),
                    monto = table.Column<decimal>(type: "numeric(12,2)", precision: 12, scale: 2, nullable: false),
                    estado = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    resuelto_por = table.Column<int>(type: "integer", nullable: true),
                    resuelto_en = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    pago_id = table.Column<int>(type: "integer", nullable: true),
                    nota = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_por_aclarar", x => x.id);
                    table.CheckConstraint("ck_por_aclarar_estado", "estado IN ('pendiente', 'aplicado', 'devuelto', 'castigado')");
                    table.CheckConstraint("ck_por_aclarar_monto", "monto > 0");
                    table.CheckConstraint("ck_por_aclarar_nota", "(estado IN ('devuelto', 'castigado')) = (nota IS NOT NULL)");
                    table.CheckConstraint("ck_por_aclarar_pago", "(estado = 'aplicado') = (pago_id IS NOT NULL)");
                    table.CheckConstraint("ck_por_aclarar_resuelto", "(estado = 'pendiente') = (resuelto_en IS NULL) AND (estado = 'pendiente') = (resuelto_por IS NULL)");
                    table.ForeignKey(
                        name: "fk_por_aclarar_envio_filas_clave",
                        column: x => x.clave,
                        principalTable: "envio_filas",
                        principalColumn: "clave",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_por_aclarar_grupos_grupo_id",
                        column: x => x.grupo_id,
                        principalTable: "grupos",
                        principalColumn: "grupo_id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_por_aclarar_pagos_pago_id",
                        column: x => x.pago_id,
                        principalTable: "pagos",
                        principalColumn: "pago_id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_por_aclarar_usuarios_resuelto_por",
                        column: x => x.resuelto_por,
                        principalTable: "usuarios",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_por_aclarar_usuarios_usuario_id",
                        column: x => x.usuario_id,
                        principalTable: "usuarios",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_pagos_custodio_id_pago_id",
                table: "pagos",
                columns: new[] { "custodio_id", "pago_id" });

            migrationBuilder.CreateIndex(
                name: "ix_corte_anula_a",
                table: "corte",
                column: "anula_a",
                unique: true);

            migrationBuilder.AddCheckConstraint(
                name: "ck_corte_entregado",
                table: "corte",
                sql: "efectivo_entregado = coalesce(efectivo_contado, efectivo_esperado) AND diferencia = efectivo_contado - efectivo_esperado");

            migrationBuilder.CreateIndex(
                name: "ix_envio_filas_envio_id",
                table: "envio_filas",
                column: "envio_id");

            migrationBuilder.CreateIndex(
                name: "ix_envio_filas_pago_id",
                table: "envio_filas",
                column: "pago_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_envio_filas_prestamo_id",
                table: "envio_filas",
                column: "prestamo_id");

            migrationBuilder.CreateIndex(
                name: "ix_envios_grupo_id",
                table: "envios",
                column: "grupo_id");

            migrationBuilder.CreateIndex(
                name: "ix_envios_usuario_id",
                table: "envios",
                column: "usuario_id");

            migrationBuilder.CreateIndex(
                name: "ix_por_aclarar_clave",
                table: "por_aclarar",
                column: "clave",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_por_aclarar_grupo_id_estado_id",
                table: "por_aclarar",
                columns: new[] { "grupo_id", "estado", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_por_aclarar_pago_id",
                table: "por_aclarar",
                column: "pago_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_por_aclarar_resuelto_por",
                table: "por_aclarar",
                column: "resuelto_por");

            migrationBuilder.CreateIndex(
                name: "ix_por_aclarar_usuario_id_id",
                table: "por_aclarar",
                columns: new[] { "usuario_id", "id" });

            migrationBuilder.AddForeignKey(
                name: "fk_corte_corte_anula_a",
                table: "corte",
                column: "anula_a",
                principalTable: "corte",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_pagos_usuarios_custodio_id",
                table: "pagos",
                column: "custodio_id",
                principalTable: "usuarios",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.Sql("INSERT INTO claves_de_cobro (clave) SELECT clave FROM pagos WHERE clave IS NOT NULL;");

            foreach (var tabla in new[] { "corte", "claves_de_cobro", "envios", "envio_filas" })
            {
                migrationBuilder.Sql($"CREATE TRIGGER solo_crece BEFORE UPDATE OR DELETE OR TRUNCATE ON {tabla} FOR EACH STATEMENT EXECUTE FUNCTION libro_solo_crece();");
            }

            // What became of the money is written in once; only the reversal of its payment opens it again. Amount and origin stay.
            migrationBuilder.Sql(
                """
                CREATE FUNCTION por_aclarar_se_resuelve() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
                BEGIN
                    IF (NEW.id, NEW.clave, NEW.usuario_id, NEW.grupo_id, NEW.monto) IS DISTINCT FROM (OLD.id, OLD.clave, OLD.usuario_id, OLD.grupo_id, OLD.monto) THEN
                        RAISE EXCEPTION 'amount and origin of por_aclarar never change';
                    END IF;
                    IF NOT (OLD.estado = 'pendiente' AND NEW.estado <> 'pendiente'
                            OR OLD.estado = 'aplicado' AND NEW.estado = 'pendiente' AND EXISTS (SELECT FROM pagos WHERE reversa_de = OLD.pago_id)) THEN
                        RAISE EXCEPTION 'por_aclarar is resolved once';
                    END IF;
                    RETURN NEW;
                END $$;

                -- As tomar_turno, and the custody of whoever takes the cash: he makes no corte meanwhile.
                CREATE FUNCTION tomar_turno_y_custodia(cierre bigint, custodia integer, usuario integer) RETURNS date
                LANGUAGE plpgsql VOLATILE SET search_path = public, pg_temp AS $$
                BEGIN
                    PERFORM pg_advisory_xact_lock_shared(custodia, usuario);
                    RETURN tomar_turno(cierre);
                END $$;
                CREATE TRIGGER se_resuelve BEFORE UPDATE ON por_aclarar FOR EACH ROW EXECUTE FUNCTION por_aclarar_se_resuelve();
                CREATE TRIGGER solo_crece BEFORE DELETE OR TRUNCATE ON por_aclarar FOR EACH STATEMENT EXECUTE FUNCTION libro_solo_crece();
                CREATE TRIGGER en_bitacora AFTER INSERT OR UPDATE OR DELETE ON por_aclarar FOR EACH ROW EXECUTE FUNCTION anotar_en_bitacora('por_aclarar', 'id');
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("DROP TRIGGER solo_crece ON corte;");

            migrationBuilder.DropForeignKey(
                name: "fk_corte_corte_anula_a",
                table: "corte");

            migrationBuilder.DropForeignKey(
                name: "fk_pagos_usuarios_custodio_id",
                table: "pagos");

            migrationBuilder.DropTable(
                name: "por_aclarar");

            migrationBuilder.DropTable(
                name: "envio_filas");

            migrationBuilder.Sql("DROP FUNCTION por_aclarar_se_resuelve(); DROP FUNCTION tomar_turno_y_custodia(bigint, integer, integer);");

            migrationBuilder.DropTable(
                name: "claves_de_cobro");

            migrationBuilder.DropTable(
                name: "envios");

            migrationBuilder.DropIndex(
                name: "ix_pagos_custodio_id_pago_id",
                table: "pagos");

            migrationBuilder.DropIndex(
                name: "ix_corte_anula_a",
                table: "corte");

            migrationBuilder.DropCheckConstraint(
                name: "ck_corte_entregado",
                table: "corte");

            migrationBuilder.DropColumn(
                name: "custodio_id",
                table: "pagos");

            migrationBuilder.DropColumn(
                name: "anula_a",
                table: "corte");

            migrationBuilder.DropColumn(
                name: "desde_pago_id",
                table: "corte");

            migrationBuilder.DropColumn(
                name: "desde_por_aclarar_id",
                table: "corte");

            migrationBuilder.DropColumn(
                name: "diferencia",
                table: "corte");

            migrationBuilder.DropColumn(
                name: "efectivo_contado",
                table: "corte");

            migrationBuilder.DropColumn(
                name: "efectivo_entregado",
                table: "corte");

            migrationBuilder.DropColumn(
                name: "efectivo_esperado",
                table: "corte");

            migrationBuilder.DropColumn(
                name: "efectivo_recibido",
                table: "corte");

            migrationBuilder.DropColumn(
                name: "hasta_pago_id",
                table: "corte");

            migrationBuilder.DropColumn(
                name: "hasta_por_aclarar_id",
                table: "corte");
        }
    }
}
