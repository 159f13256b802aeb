using System;
using System.Text.Json;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Prosmex.Domain.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class OperacionesYBitacora : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "clave",
                table: "pagos",
                type: "uuid",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "bitacora",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    cuando = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    usuario_id = table.Column<int>(type: "integer", nullable: true),
                    operacion_id = table.Column<Guid>(type: "uuid", nullable: true),
                    ruta = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    direccion = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    entidad = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    entidad_id = table.Column<long>(type: "bigint", nullable: false),
                    accion = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    antes = table.Column<JsonDocument>(type: "jsonb", nullable: true),
                    despues = table.Column<JsonDocument>(type: "jsonb", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_bitacora", x => x.id);
                    table.CheckConstraint("ck_bitacora_accion", "accion IN ('alta', 'cambio', 'baja', 'mantenimiento')");
                });

            migrationBuilder.CreateTable(
                name: "operaciones",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    usuario_id = table.Column<int>(type: "integer", nullable: true),
                    clave = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    huella = table.Column<byte[]>(type: "bytea", nullable: true),
                    estado = table.Column<int>(type: "integer", nullable: true),
                    respuesta = table.Column<string>(type: "text", maxLength: 100, nullable: true),
                    creada_en = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_operaciones", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ux_pagos_clave",
                table: "pagos",
                column: "clave",
                unique: true,
                filter: "clave IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_bitacora_cuando_id",
                table: "bitacora",
                columns: new[] { "cuando", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_bitacora_entidad_entidad_id_id",
                table: "bitacora",
                columns: new[] { "entidad", "entidad_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_bitacora_usuario_id_id",
                table: "bitacora",
                columns: new[] { "usuario_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_operaciones_creada_en",
                table: "operaciones",
                column: "creada_en");

            migrationBuilder.CreateIndex(
                name: "ix_operaciones_usuario_id_clave",
                table: "operaciones",
                columns: new[] { "usuario_id", "clave" },
                unique: true,
                filter: "clave IS NOT NULL");

            // Every accepted change of these tables, whichever way it comes. Who and from where is told by the unit of work; without one it is
            // somebody connected by hand. Secrets show only that they changed; a computed column says nothing new. With the owner's rights, so
            // that requests' role needs none to the bitácora and cannot make entries up.
            migrationBuilder.Sql(
                """
                CREATE FUNCTION anotar_en_bitacora() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
                DECLARE
                    origen jsonb := nullif(current_setting('prosmex.origen', true), '')::jsonb;
                    antes jsonb;
                    despues jsonb;
                    llave text;
                BEGIN
                    IF TG_OP <> 'INSERT' THEN antes := to_jsonb(OLD) - 'usuario_normalizado'; END IF;
                    IF TG_OP <> 'DELETE' THEN despues := to_jsonb(NEW) - 'usuario_normalizado'; END IF;
                    llave := coalesce(despues, antes) ->> TG_ARGV[1];
                    IF TG_OP = 'UPDATE' THEN
                        SELECT jsonb_object_agg(d.key, antes -> d.key), jsonb_object_agg(d.key, d.value) INTO antes, despues
                        FROM jsonb_each(despues) d WHERE d.value IS DISTINCT FROM antes -> d.key;
                        IF despues IS NULL THEN
                            RETURN NULL;
                        END IF;
                    END IF;
                    IF antes ? 'contrasena' THEN antes := antes || '{"contrasena": "(oculta)"}'; END IF;
                    IF despues ? 'contrasena' THEN despues := despues || '{"contrasena": "(oculta)"}'; END IF;
                    INSERT INTO bitacora (cuando, usuario_id, operacion_id, ruta, direccion, entidad, entidad_id, accion, antes, despues)
                    VALUES (
                        coalesce((origen ->> 'ahora')::timestamptz, now()), (origen ->> 'usuario_id')::integer, (origen ->> 'operacion_id')::uuid,
                        coalesce(origen ->> 'ruta', CASE WHEN origen IS NULL THEN 'sql: ' || session_user ELSE 'programa' END), origen ->> 'direccion',
                        TG_ARGV[0], replace(llave, '-', '')::bigint,
                        CASE TG_OP WHEN 'INSERT' THEN 'alta' WHEN 'UPDATE' THEN 'cambio' ELSE 'baja' END, antes, despues);
                    RETURN NULL;
                END $$;
                """);
            foreach (var (tabla, entidad, llave) in new[]
            {
                ("usuarios", "usuario", "id"), ("rutas", "ruta", "ruta_id"), ("grupos", "grupo", "grupo_id"), ("clientes_avales", "cliente", "cliente_id"),
                ("tipos_prestamo", "tipo_prestamo", "tipo_prestamo_id"), ("prestamos", "prestamo", "prestamo_id"), ("pagos", "pago", "pago_id"),
                ("bono", "bono", "id"), ("corte", "corte", "id"), ("semana_cierre", "semana", "semana"), ("permisos", "permiso", "rol_id"),
            })
            {
                migrationBuilder.Sql(
                    $"CREATE TRIGGER en_bitacora AFTER INSERT OR UPDATE OR DELETE ON {tabla} FOR EACH ROW EXECUTE FUNCTION anotar_en_bitacora('{entidad}', '{llave}');");
            }

            // Nobody changes or erases an entry of the ledgers; the tables' owner may, after saying why: SET LOCAL prosmex.mantenimiento = 'reason'.
            // That is written down as well, in the server's log too.
            migrationBuilder.Sql(
                """
                CREATE FUNCTION libro_solo_crece() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
                DECLARE
                    motivo text := nullif(current_setting('prosmex.mantenimiento', true), '');
                BEGIN
                    IF motivo IS NULL OR NOT pg_has_role(current_user, (SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'USAGE') THEN
                        RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING HINT = 'Write an opposite entry.';
                    END IF;
                    RAISE LOG 'prosmex: % on % by %: %', TG_OP, TG_TABLE_NAME, session_user, motivo;
                    INSERT INTO bitacora (cuando, ruta, entidad, entidad_id, accion, despues)
                    VALUES (now(), 'sql: ' || session_user, 'mantenimiento', TG_RELID::bigint, 'mantenimiento',
                            jsonb_build_object('tabla', TG_TABLE_NAME, 'sentencia', TG_OP, 'motivo', motivo));
                    RETURN NULL;
                END $$;
                DROP TRIGGER pagos_solo_crece ON pagos;
                DROP FUNCTION pagos_solo_crece();
                CREATE TRIGGER solo_crece BEFORE UPDATE OR DELETE OR TRUNCATE ON pagos FOR EACH STATEMENT EXECUTE FUNCTION libro_solo_crece();
                CREATE TRIGGER solo_crece BEFORE UPDATE OR DELETE OR TRUNCATE ON bitacora FOR EACH STATEMENT EXECUTE FUNCTION libro_solo_crece();
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                DROP TRIGGER solo_crece ON pagos;
                DROP TRIGGER solo_crece ON bitacora;
                DROP FUNCTION libro_solo_crece();
                DROP FUNCTION anotar_en_bitacora() CASCADE;
                CREATE FUNCTION pagos_solo_crece() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    RAISE EXCEPTION 'pagos is append-only: write a reversal';
                END $$;
                CREATE TRIGGER pagos_solo_crece BEFORE UPDATE OR DELETE OR TRUNCATE ON pagos
                    FOR EACH STATEMENT EXECUTE FUNCTION pagos_solo_crece();
                """);

            migrationBuilder.DropTable(
                name: "bitacora");

            migrationBuilder.DropTable(
                name: "operaciones");

            migrationBuilder.DropIndex(
                name: "ux_pagos_clave",
                table: "pagos");

            migrationBuilder.DropColumn(
                name: "clave",
                table: "pagos");
        }
    }
}
