using System;
using System.Text.Json;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

#pragma warning disable CA1814 // Prefer jagged arrays over multidimensional

namespace Prosmex.Domain.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AlterDatabase()
                .Annotation("Npgsql:CollationDefinition:es_mx", "es-MX,es-MX,icu,True");

            // Generated columns need them.
            migrationBuilder.Script("function_sin_acentos_v1");
            migrationBuilder.Script("function_clave_ine_v1");

            migrationBuilder.CreateTable(
                name: "acciones",
                columns: table => new
                {
                    accion_id = table.Column<int>(type: "integer", nullable: false),
                    descripcion = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_acciones", x => x.accion_id);
                });

            migrationBuilder.CreateTable(
                name: "adopcion",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false),
                    hecha_en = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    hecha_por = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    zona_origen = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    bitacora_id = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_adopcion", x => x.id);
                    table.CheckConstraint("ck_adopcion_una", "id = 1");
                });

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
                    direccion = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true),
                    entidad = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
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
                name: "bono",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    monto = table.Column<decimal>(type: "numeric(12,2)", precision: 12, scale: 2, nullable: false),
                    entrega_min = table.Column<decimal>(type: "numeric(12,2)", precision: 12, scale: 2, nullable: false),
                    entrega_max = table.Column<decimal>(type: "numeric(12,2)", precision: 12, scale: 2, nullable: false),
                    fallas = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_bono", x => x.id);
                    table.CheckConstraint("ck_bono", "monto >= 0 AND entrega_min >= 0 AND entrega_max >= entrega_min AND fallas >= 0");
                });

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
                name: "cuentas_de_grupo",
                columns: table => new
                {
                    grupo_id = table.Column<int>(type: "integer", nullable: false),
                    clientes = table.Column<int>(type: "integer", nullable: false),
                    avales = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_cuentas_de_grupo", x => x.grupo_id);
                });

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
                name: "operaciones",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    usuario_id = table.Column<int>(type: "integer", nullable: true),
                    clave = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    huella = table.Column<byte[]>(type: "bytea", nullable: true),
                    estado = table.Column<int>(type: "integer", nullable: true),
                    respuesta = table.Column<string>(type: "text", maxLength: 400, nullable: true),
                    respondida_en = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    creada_en = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_operaciones", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "roles",
                columns: table => new
                {
                    rol_id = table.Column<int>(type: "integer", nullable: false),
                    nombre = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_roles", x => x.rol_id);
                });

            migrationBuilder.CreateTable(
                name: "semana_cierre",
                columns: table => new
                {
                    semana = table.Column<DateOnly>(type: "date", nullable: false),
                    prestamos = table.Column<int>(type: "integer", nullable: false),
                    faltas = table.Column<int>(type: "integer", nullable: false),
                    vencidos = table.Column<int>(type: "integer", nullable: false),
                    inicio = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    fin = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    adoptada = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_semana_cierre", x => x.semana);
                    table.CheckConstraint("ck_semana_cierre_semana", "extract(isodow FROM semana) = 1");
                });

            migrationBuilder.CreateTable(
                name: "tipos_prestamo",
                columns: table => new
                {
                    tipo_prestamo_id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    nombre = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    numero_semanas = table.Column<int>(type: "integer", nullable: false),
                    porcentaje_semanal = table.Column<decimal>(type: "numeric(9,6)", precision: 9, scale: 6, nullable: false),
                    interes = table.Column<decimal>(type: "numeric(9,6)", precision: 9, scale: 6, nullable: false),
                    incumplimientos_tolerados = table.Column<int>(type: "integer", nullable: false),
                    pena_incumplimiento = table.Column<decimal>(type: "numeric(12,2)", precision: 12, scale: 2, nullable: false),
                    limite_penalizaciones = table.Column<int>(type: "integer", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_tipos_prestamo", x => x.tipo_prestamo_id);
                    table.CheckConstraint("ck_tipos_prestamo_incumplimientos", "incumplimientos_tolerados >= 0 AND pena_incumplimiento >= 0 AND limite_penalizaciones >= 0");
                    table.CheckConstraint("ck_tipos_prestamo_producto", "numero_semanas > 0 AND porcentaje_semanal > 0 AND interes >= 0 AND abs(numero_semanas * porcentaje_semanal - 1 - interes) <= numero_semanas * 0.0000005");
                });

            migrationBuilder.CreateTable(
                name: "permisos",
                columns: table => new
                {
                    rol_id = table.Column<int>(type: "integer", nullable: false),
                    accion_id = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_permisos", x => new { x.rol_id, x.accion_id });
                    table.ForeignKey(
                        name: "fk_permisos_acciones_accion_id",
                        column: x => x.accion_id,
                        principalTable: "acciones",
                        principalColumn: "accion_id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_permisos_roles_rol_id",
                        column: x => x.rol_id,
                        principalTable: "roles",
                        principalColumn: "rol_id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "usuarios",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    nombre = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    apellido_paterno = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    apellido_materno = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    usuario = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    contrasena = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    debe_cambiar_contrasena = table.Column<bool>(type: "boolean", nullable: false, defaultValue: false),
                    rol_id = table.Column<int>(type: "integer", nullable: false),
                    activo = table.Column<bool>(type: "boolean", nullable: false),
                    excepcion_adopcion = table.Column<bool>(type: "boolean", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false),
                    usuario_normalizado = table.Column<string>(type: "text", maxLength: 400, nullable: false, computedColumnSql: "lower(usuario COLLATE es_mx)", stored: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_usuarios", x => x.id);
                    table.ForeignKey(
                        name: "fk_usuarios_roles_rol_id",
                        column: x => x.rol_id,
                        principalTable: "roles",
                        principalColumn: "rol_id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "corte",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    usuario_id = table.Column<int>(type: "integer", nullable: false),
                    fecha = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    corte_total = table.Column<decimal>(type: "numeric(12,2)", precision: 12, scale: 2, nullable: false),
                    total_gastos = table.Column<decimal>(type: "numeric(12,2)", precision: 12, scale: 2, nullable: false),
                    semilla = table.Column<decimal>(type: "numeric(12,2)", precision: 12, scale: 2, nullable: false),
                    efectivo_recibido = table.Column<decimal>(type: "numeric(14,2)", precision: 14, scale: 2, nullable: true),
                    efectivo_esperado = table.Column<decimal>(type: "numeric(14,2)", precision: 14, scale: 2, nullable: true),
                    efectivo_contado = table.Column<decimal>(type: "numeric(12,2)", precision: 12, scale: 2, nullable: true),
                    diferencia = table.Column<decimal>(type: "numeric(14,2)", precision: 14, scale: 2, nullable: true),
                    efectivo_entregado = table.Column<decimal>(type: "numeric(14,2)", precision: 14, scale: 2, nullable: true),
                    desde_pago_id = table.Column<int>(type: "integer", nullable: false),
                    hasta_pago_id = table.Column<int>(type: "integer", nullable: false),
                    desde_por_aclarar_id = table.Column<int>(type: "integer", nullable: false),
                    hasta_por_aclarar_id = table.Column<int>(type: "integer", nullable: false),
                    anula_a = table.Column<int>(type: "integer", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_corte", x => x.id);
                    table.CheckConstraint("ck_corte_entregado", "efectivo_entregado = coalesce(efectivo_contado, efectivo_esperado) AND diferencia = efectivo_contado - efectivo_esperado");
                    table.ForeignKey(
                        name: "fk_corte_corte_anula_a",
                        column: x => x.anula_a,
                        principalTable: "corte",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_corte_usuarios_usuario_id",
                        column: x => x.usuario_id,
                        principalTable: "usuarios",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "rutas",
                columns: table => new
                {
                    ruta_id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    nombre_ruta = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    usuario_id_gerente = table.Column<int>(type: "integer", nullable: true),
                    usuario_id_supervisor = table.Column<int>(type: "integer", nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_rutas", x => x.ruta_id);
                    table.ForeignKey(
                        name: "fk_rutas_usuarios_usuario_id_gerente",
                        column: x => x.usuario_id_gerente,
                        principalTable: "usuarios",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_rutas_usuarios_usuario_id_supervisor",
                        column: x => x.usuario_id_supervisor,
                        principalTable: "usuarios",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "sesiones",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    usuario_id = table.Column<int>(type: "integer", nullable: false),
                    creada_en = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    expira_en = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    refresh_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    refresh_anterior = table.Column<byte[]>(type: "bytea", nullable: true),
                    revocada_en = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_sesiones", x => x.id);
                    table.ForeignKey(
                        name: "fk_sesiones_usuarios_usuario_id",
                        column: x => x.usuario_id,
                        principalTable: "usuarios",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "grupos",
                columns: table => new
                {
                    grupo_id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    nombre_grupo = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    ruta_id = table.Column<int>(type: "integer", nullable: false),
                    usuario_id_titular = table.Column<int>(type: "integer", nullable: true),
                    usuario_id_gestor = table.Column<int>(type: "integer", nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_grupos", x => x.grupo_id);
                    table.ForeignKey(
                        name: "fk_grupos_rutas_ruta_id",
                        column: x => x.ruta_id,
                        principalTable: "rutas",
                        principalColumn: "ruta_id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_grupos_usuarios_usuario_id_gestor",
                        column: x => x.usuario_id_gestor,
                        principalTable: "usuarios",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_grupos_usuarios_usuario_id_titular",
                        column: x => x.usuario_id_titular,
                        principalTable: "usuarios",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
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

            migrationBuilder.CreateTable(
                name: "clientes_avales",
                columns: table => new
                {
                    cliente_id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    nombre = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    apellido_paterno = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    apellido_materno = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    nombre_completo = table.Column<string>(type: "character varying(1202)", maxLength: 1202, nullable: false, computedColumnSql: "(nombre || ' ' || apellido_paterno || ' ' || apellido_materno) COLLATE es_mx", stored: true, collation: "es_mx"),
                    busqueda = table.Column<string>(type: "text", maxLength: 400, nullable: false, computedColumnSql: "sin_acentos(nombre || ' ' || apellido_paterno || ' ' || apellido_materno)", stored: true),
                    colonia = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    cp = table.Column<string>(type: "character varying(5)", maxLength: 5, nullable: false),
                    codigo_ine = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    clave_ine = table.Column<string>(type: "text", maxLength: 400, nullable: true, computedColumnSql: "clave_ine(codigo_ine)", stored: true),
                    estado_civil = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    num_hijos = table.Column<int>(type: "integer", nullable: false),
                    propiedad = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    es_aval = table.Column<bool>(type: "boolean", nullable: false),
                    grupo_id = table.Column<int>(type: "integer", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_clientes_avales", x => x.cliente_id);
                    table.CheckConstraint("ck_clientes_avales_cp", "cp ~ '^[0-9]{5}$'");
                    table.CheckConstraint("ck_clientes_avales_estado_civil", "estado_civil IN ('casado', 'divorciado', 'viudo', 'soltero')");
                    table.CheckConstraint("ck_clientes_avales_num_hijos", "num_hijos >= 0");
                    table.CheckConstraint("ck_clientes_avales_propiedad", "propiedad IN ('casa_propia', 'rentada', 'prestada')");
                    table.ForeignKey(
                        name: "fk_clientes_avales_grupos_grupo_id",
                        column: x => x.grupo_id,
                        principalTable: "grupos",
                        principalColumn: "grupo_id",
                        onDelete: ReferentialAction.Restrict);
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
                name: "prestamos",
                columns: table => new
                {
                    prestamo_id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    cliente_id = table.Column<int>(type: "integer", nullable: false),
                    aval_id = table.Column<int>(type: "integer", nullable: true),
                    tipo_prestamo_id = table.Column<int>(type: "integer", nullable: false),
                    fecha_inicio = table.Column<DateOnly>(type: "date", nullable: false),
                    monto_prestamo = table.Column<decimal>(type: "numeric(12,2)", precision: 12, scale: 2, nullable: false),
                    monto_prestamo_real = table.Column<decimal>(type: "numeric(12,2)", precision: 12, scale: 2, nullable: false),
                    monto_utilidad = table.Column<decimal>(type: "numeric(12,2)", precision: 12, scale: 2, nullable: false),
                    cobranza_ideal = table.Column<decimal>(type: "numeric(12,2)", precision: 12, scale: 2, nullable: false),
                    numero_semanas = table.Column<int>(type: "integer", nullable: false),
                    pagado = table.Column<decimal>(type: "numeric(12,2)", precision: 12, scale: 2, nullable: false),
                    numero_pagos = table.Column<int>(type: "integer", nullable: false),
                    status = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    renovacion = table.Column<bool>(type: "boolean", nullable: false),
                    renueva_a = table.Column<int>(type: "integer", nullable: true),
                    fecha_creacion = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    fecha_cierre = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    registrado_por = table.Column<int>(type: "integer", nullable: true),
                    excepcion_adopcion = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_prestamos", x => x.prestamo_id);
                    table.CheckConstraint("ck_prestamos_aval", "(aval_id IS NOT NULL AND aval_id <> cliente_id) OR excepcion_adopcion");
                    table.CheckConstraint("ck_prestamos_cierre", "(status IN ('liquidado', 'renovado')) = (fecha_cierre IS NOT NULL)");
                    table.CheckConstraint("ck_prestamos_monto_prestamo_real", "(monto_prestamo_real >= 0 AND monto_prestamo_real <= monto_prestamo) OR excepcion_adopcion");
                    table.CheckConstraint("ck_prestamos_pagado", "(pagado >= 0 AND pagado <= monto_utilidad AND numero_pagos >= 0) OR excepcion_adopcion");
                    table.CheckConstraint("ck_prestamos_renovacion", "renovacion = (renueva_a IS NOT NULL) OR excepcion_adopcion");
                    table.CheckConstraint("ck_prestamos_saldado", "status NOT IN ('liquidado', 'renovado') OR pagado = monto_utilidad OR excepcion_adopcion");
                    table.CheckConstraint("ck_prestamos_status", "status IN ('activo', 'vencido', 'liquidado', 'renovado')");
                    table.CheckConstraint("ck_prestamos_terminos", "monto_prestamo > 0 AND monto_utilidad > 0 AND cobranza_ideal >= 0 AND numero_semanas > 0");
                    table.ForeignKey(
                        name: "fk_prestamos_clientes_avales_aval_id",
                        column: x => x.aval_id,
                        principalTable: "clientes_avales",
                        principalColumn: "cliente_id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_prestamos_clientes_cliente_id",
                        column: x => x.cliente_id,
                        principalTable: "clientes_avales",
                        principalColumn: "cliente_id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_prestamos_prestamos_renueva_a",
                        column: x => x.renueva_a,
                        principalTable: "prestamos",
                        principalColumn: "prestamo_id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_prestamos_tipos_prestamo_tipo_prestamo_id",
                        column: x => x.tipo_prestamo_id,
                        principalTable: "tipos_prestamo",
                        principalColumn: "tipo_prestamo_id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_prestamos_usuarios_registrado_por",
                        column: x => x.registrado_por,
                        principalTable: "usuarios",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "falta",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    prestamo_id = table.Column<int>(type: "integer", nullable: false),
                    fecha = table.Column<DateOnly>(type: "date", nullable: false),
                    monto_abonado = table.Column<decimal>(type: "numeric(12,2)", precision: 12, scale: 2, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_falta", x => x.id);
                    table.CheckConstraint("ck_falta_fecha", "extract(isodow FROM fecha) = 7");
                    table.ForeignKey(
                        name: "fk_falta_prestamos_prestamo_id",
                        column: x => x.prestamo_id,
                        principalTable: "prestamos",
                        principalColumn: "prestamo_id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "pagos",
                columns: table => new
                {
                    pago_id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    prestamo_id = table.Column<int>(type: "integer", nullable: false),
                    tipo = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    fecha_pago = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    monto_pagado = table.Column<decimal>(type: "numeric(12,2)", precision: 12, scale: 2, nullable: false),
                    reversa_de = table.Column<int>(type: "integer", nullable: true),
                    motivo = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true),
                    registrado_por = table.Column<int>(type: "integer", nullable: true),
                    custodio_id = table.Column<int>(type: "integer", nullable: true),
                    recibido_en = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    clave = table.Column<Guid>(type: "uuid", nullable: true),
                    excepcion_adopcion = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_pagos", x => x.pago_id);
                    table.CheckConstraint("ck_pagos_monto", "(tipo = 'reversa' AND monto_pagado <= 0) OR (tipo <> 'reversa' AND monto_pagado >= 0) OR excepcion_adopcion");
                    table.CheckConstraint("ck_pagos_reversa", "(tipo = 'reversa') = (reversa_de IS NOT NULL)");
                    table.CheckConstraint("ck_pagos_tipo", "tipo IN ('cobro', 'reversa', 'liquidacion_por_renovacion')");
                    table.ForeignKey(
                        name: "fk_pagos_pagos_reversa_de",
                        column: x => x.reversa_de,
                        principalTable: "pagos",
                        principalColumn: "pago_id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_pagos_prestamos_prestamo_id",
                        column: x => x.prestamo_id,
                        principalTable: "prestamos",
                        principalColumn: "prestamo_id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_pagos_usuarios_custodio_id",
                        column: x => x.custodio_id,
                        principalTable: "usuarios",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_pagos_usuarios_registrado_por",
                        column: x => x.registrado_por,
                        principalTable: "usuarios",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
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
                    nota = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true),
                    estado = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    codigo = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true),
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
                    nota = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true)
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

            migrationBuilder.InsertData(
                table: "acciones",
                columns: new[] { "accion_id", "descripcion" },
                values: new object[,]
                {
                    { 1, "Alta de cliente/aval" },
                    { 2, "Creación de préstamo" },
                    { 3, "Registro de pagos de cobranzas a nivel grupo" },
                    { 4, "Realizar corte con superior" },
                    { 5, "Registro pagos de préstamos a nivel grupo" },
                    { 6, "Visualizar reportes de rutas" },
                    { 7, "Visualizar reportes generales" },
                    { 8, "Editar información" },
                    { 9, "Crear usuario" },
                    { 10, "Dar de baja usuario" },
                    { 11, "Creación de préstamo mayor a $5000" },
                    { 12, "Eliminar crédito" },
                    { 13, "Asignar titular a grupo" },
                    { 14, "Asignar grupo a ruta" }
                });

            migrationBuilder.InsertData(
                table: "bono",
                columns: new[] { "id", "entrega_max", "entrega_min", "fallas", "monto" },
                values: new object[,]
                {
                    { 1, 5999m, 5000m, 0, 150m },
                    { 2, 7499m, 6000m, 0, 200m },
                    { 3, 8499m, 7500m, 1, 250m },
                    { 4, 9999m, 8500m, 2, 300m },
                    { 5, 13500m, 10000m, 2, 400m }
                });

            migrationBuilder.InsertData(
                table: "roles",
                columns: new[] { "rol_id", "nombre" },
                values: new object[,]
                {
                    { 1, "Gestor de cobranza" },
                    { 2, "Titular" },
                    { 3, "Supervisor" },
                    { 4, "Gerente" },
                    { 5, "Director" },
                    { 6, "Admin" }
                });

            migrationBuilder.InsertData(
                table: "rutas",
                columns: new[] { "ruta_id", "nombre_ruta", "usuario_id_gerente", "usuario_id_supervisor" },
                values: new object[,]
                {
                    { 1, "Ruta 1: zapopan", null, null },
                    { 2, "Ruta 2: Guadalajara", null, null },
                    { 3, "Ruta 3: Tlaquepaque", null, null }
                });

            migrationBuilder.InsertData(
                table: "tipos_prestamo",
                columns: new[] { "tipo_prestamo_id", "incumplimientos_tolerados", "interes", "limite_penalizaciones", "nombre", "numero_semanas", "pena_incumplimiento", "porcentaje_semanal" },
                values: new object[,]
                {
                    { 1, 1, 0.40m, 1, "Préstamo Tipo 14 semanas", 14, 1.0m, 0.10m },
                    { 34, 1, 0.40m, 4, "Préstamo Tipo 20 semanas", 20, 1.0m, 0.07m },
                    { 35, 1, 0.50m, 4, "Préstamo Tipo 30 semanas", 30, 2.0m, 0.05m },
                    { 36, 1, 0.10m, 4, "Préstamo Tipo 11 semanas", 11, 1.0m, 0.10m },
                    { 37, 1, 0.30m, 4, "Préstamo Tipo 13 semanas", 13, 1.0m, 0.10m }
                });

            migrationBuilder.InsertData(
                table: "grupos",
                columns: new[] { "grupo_id", "nombre_grupo", "ruta_id", "usuario_id_gestor", "usuario_id_titular" },
                values: new object[,]
                {
                    { 1, "Grupo 1 - Nuevo Mexico", 1, null, null },
                    { 2, "Grupo 2 - Chapultepec", 2, null, null },
                    { 3, "Grupo 3 - Las Huertas", 3, null, null }
                });

            migrationBuilder.InsertData(
                table: "permisos",
                columns: new[] { "accion_id", "rol_id" },
                values: new object[,]
                {
                    { 3, 1 },
                    { 4, 1 },
                    { 1, 2 },
                    { 2, 2 },
                    { 3, 2 },
                    { 4, 2 },
                    { 1, 3 },
                    { 2, 3 },
                    { 3, 3 },
                    { 4, 3 },
                    { 5, 3 },
                    { 6, 3 },
                    { 1, 4 },
                    { 2, 4 },
                    { 3, 4 },
                    { 4, 4 },
                    { 5, 4 },
                    { 6, 4 },
                    { 1, 5 },
                    { 2, 5 },
                    { 3, 5 },
                    { 4, 5 },
                    { 5, 5 },
                    { 6, 5 },
                    { 7, 5 },
                    { 1, 6 },
                    { 2, 6 },
                    { 3, 6 },
                    { 4, 6 },
                    { 5, 6 },
                    { 6, 6 },
                    { 7, 6 },
                    { 8, 6 },
                    { 9, 6 },
                    { 10, 6 },
                    { 11, 6 },
                    { 12, 6 },
                    { 13, 6 },
                    { 14, 6 }
                });

            migrationBuilder.CreateIndex(
                name: "ix_adopcion_excedente_prestamo_id",
                table: "adopcion_excedente",
                column: "prestamo_id");

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
                name: "ix_clientes_avales_clave_ine",
                table: "clientes_avales",
                column: "clave_ine",
                filter: "clave_ine IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_clientes_avales_grupo_id_nombre_completo_cliente_id",
                table: "clientes_avales",
                columns: new[] { "grupo_id", "nombre_completo", "cliente_id" });

            migrationBuilder.CreateIndex(
                name: "ix_clientes_avales_nombre_completo_cliente_id",
                table: "clientes_avales",
                columns: new[] { "nombre_completo", "cliente_id" });

            migrationBuilder.CreateIndex(
                name: "ix_corte_anula_a",
                table: "corte",
                column: "anula_a",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_corte_usuario_id",
                table: "corte",
                column: "usuario_id");

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
                name: "ix_falta_fecha",
                table: "falta",
                column: "fecha");

            migrationBuilder.CreateIndex(
                name: "ix_falta_prestamo_id_fecha",
                table: "falta",
                columns: new[] { "prestamo_id", "fecha" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_grupos_ruta_id",
                table: "grupos",
                column: "ruta_id");

            migrationBuilder.CreateIndex(
                name: "ix_grupos_usuario_id_gestor",
                table: "grupos",
                column: "usuario_id_gestor");

            migrationBuilder.CreateIndex(
                name: "ix_grupos_usuario_id_titular",
                table: "grupos",
                column: "usuario_id_titular");

            migrationBuilder.CreateIndex(
                name: "ix_intentos_de_acceso_ultima_en",
                table: "intentos_de_acceso",
                column: "ultima_en");

            migrationBuilder.CreateIndex(
                name: "ix_operaciones_creada_en",
                table: "operaciones",
                column: "creada_en");

            migrationBuilder.CreateIndex(
                name: "ix_operaciones_huella_respondida_en",
                table: "operaciones",
                columns: new[] { "huella", "respondida_en" },
                filter: "clave IS NULL AND huella IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_operaciones_usuario_id_clave",
                table: "operaciones",
                columns: new[] { "usuario_id", "clave" },
                unique: true,
                filter: "clave IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_pagos_custodio_id_pago_id",
                table: "pagos",
                columns: new[] { "custodio_id", "pago_id" });

            migrationBuilder.CreateIndex(
                name: "ix_pagos_fecha_pago",
                table: "pagos",
                column: "fecha_pago");

            migrationBuilder.CreateIndex(
                name: "ix_pagos_prestamo_id_fecha_pago_pago_id",
                table: "pagos",
                columns: new[] { "prestamo_id", "fecha_pago", "pago_id" });

            migrationBuilder.CreateIndex(
                name: "ix_pagos_registrado_por",
                table: "pagos",
                column: "registrado_por");

            migrationBuilder.CreateIndex(
                name: "ix_pagos_reversa_de",
                table: "pagos",
                column: "reversa_de",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ux_pagos_clave",
                table: "pagos",
                column: "clave",
                unique: true,
                filter: "clave IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_permisos_accion_id",
                table: "permisos",
                column: "accion_id");

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

            migrationBuilder.CreateIndex(
                name: "ix_prestamos_aval_id",
                table: "prestamos",
                column: "aval_id");

            migrationBuilder.CreateIndex(
                name: "ix_prestamos_cliente_id",
                table: "prestamos",
                column: "cliente_id");

            migrationBuilder.CreateIndex(
                name: "ix_prestamos_registrado_por",
                table: "prestamos",
                column: "registrado_por");

            migrationBuilder.CreateIndex(
                name: "ix_prestamos_renueva_a",
                table: "prestamos",
                column: "renueva_a",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_prestamos_tipo_prestamo_id",
                table: "prestamos",
                column: "tipo_prestamo_id");

            migrationBuilder.CreateIndex(
                name: "ux_prestamos_cliente_abierto",
                table: "prestamos",
                column: "cliente_id",
                unique: true,
                filter: "status IN ('activo', 'vencido') AND NOT excepcion_adopcion");

            migrationBuilder.CreateIndex(
                name: "ix_refresh_usados_sesion_id",
                table: "refresh_usados",
                column: "sesion_id");

            migrationBuilder.CreateIndex(
                name: "ix_rutas_usuario_id_gerente",
                table: "rutas",
                column: "usuario_id_gerente");

            migrationBuilder.CreateIndex(
                name: "ix_rutas_usuario_id_supervisor",
                table: "rutas",
                column: "usuario_id_supervisor");

            migrationBuilder.CreateIndex(
                name: "ix_sesiones_expira_en",
                table: "sesiones",
                column: "expira_en");

            migrationBuilder.CreateIndex(
                name: "ix_sesiones_refresh_anterior",
                table: "sesiones",
                column: "refresh_anterior",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_sesiones_refresh_hash",
                table: "sesiones",
                column: "refresh_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_sesiones_usuario_id",
                table: "sesiones",
                column: "usuario_id");

            migrationBuilder.CreateIndex(
                name: "ix_usuarios_rol_id",
                table: "usuarios",
                column: "rol_id");

            migrationBuilder.CreateIndex(
                name: "ux_usuarios_usuario",
                table: "usuarios",
                column: "usuario_normalizado",
                unique: true,
                filter: "NOT excepcion_adopcion");

            migrationBuilder.CreateTable(
                name: "membresias",
                columns: table => new
                {
                    cliente_id = table.Column<int>(type: "integer", nullable: false),
                    desde = table.Column<DateOnly>(type: "date", nullable: false),
                    grupo_id = table.Column<int>(type: "integer", nullable: false),
                    hasta = table.Column<DateOnly>(type: "date", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_membresias", x => new { x.cliente_id, x.desde });
                    table.CheckConstraint("ck_membresias_dias", "desde < hasta");
                    table.ForeignKey(
                        name: "fk_membresias_grupos_grupo_id",
                        column: x => x.grupo_id,
                        principalTable: "grupos",
                        principalColumn: "grupo_id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "titularidades",
                columns: table => new
                {
                    grupo_id = table.Column<int>(type: "integer", nullable: false),
                    desde = table.Column<DateOnly>(type: "date", nullable: false),
                    usuario_id = table.Column<int>(type: "integer", nullable: true),
                    hasta = table.Column<DateOnly>(type: "date", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_titularidades", x => new { x.grupo_id, x.desde });
                    table.CheckConstraint("ck_titularidades_dias", "desde < hasta");
                    table.ForeignKey(
                        name: "fk_titularidades_usuarios_usuario_id",
                        column: x => x.usuario_id,
                        principalTable: "usuarios",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "vigencias_de_bono",
                columns: table => new
                {
                    bono_id = table.Column<int>(type: "integer", nullable: false),
                    vigente_desde = table.Column<DateOnly>(type: "date", nullable: false),
                    vigente_hasta = table.Column<DateOnly>(type: "date", nullable: false),
                    monto = table.Column<decimal>(type: "numeric(12,2)", precision: 12, scale: 2, nullable: false),
                    entrega_min = table.Column<decimal>(type: "numeric(12,2)", precision: 12, scale: 2, nullable: false),
                    entrega_max = table.Column<decimal>(type: "numeric(12,2)", precision: 12, scale: 2, nullable: false),
                    fallas = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_vigencias_de_bono", x => new { x.bono_id, x.vigente_desde });
                    table.CheckConstraint("ck_vigencias_de_bono_dias", "vigente_desde < vigente_hasta");
                });

            migrationBuilder.CreateIndex(
                name: "ix_membresias_cliente_id_hasta",
                table: "membresias",
                columns: new[] { "cliente_id", "hasta" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_membresias_grupo_id",
                table: "membresias",
                column: "grupo_id");

            migrationBuilder.CreateIndex(
                name: "ix_titularidades_usuario_id",
                table: "titularidades",
                column: "usuario_id");

            migrationBuilder.Script("constraint_ex_bono_sin_traslape_v1");
            migrationBuilder.Script("function_plan_acumulado_v1");
            migrationBuilder.Script("function_semana_del_plan_v1");
            migrationBuilder.Script("function_debe_en_semana_v1");
            migrationBuilder.Script("function_adelanto_en_semana_v1");
            migrationBuilder.Script("function_hay_falta_v1");
            migrationBuilder.Script("function_cuenta_de_acceso_v1");
            migrationBuilder.Script("function_anotar_en_bitacora_v1");
            migrationBuilder.Script("function_libro_solo_crece_v1");
            migrationBuilder.Script("function_sumar_a_cuentas_v1");
            migrationBuilder.Script("function_contar_clientes_v1");
            migrationBuilder.Script("function_vigente_v1");
            migrationBuilder.Script("function_dia_de_la_operacion_v1");
            migrationBuilder.Script("function_anotar_membresias_v1");
            migrationBuilder.Script("function_anotar_titulares_v1");
            migrationBuilder.Script("function_anotar_vigencias_v1");
            migrationBuilder.Script("function_tomar_turno_v1");
            migrationBuilder.Script("function_tomar_turno_y_custodia_v1");
            migrationBuilder.Script("function_custodia_v1");
            migrationBuilder.Script("function_por_aclarar_se_resuelve_v1");
            migrationBuilder.Script("function_terminar_sesiones_de_roles_v1");
            migrationBuilder.Script("trigger_cuentas_al_insertar_v1");
            migrationBuilder.Script("trigger_cuentas_al_borrar_v1");
            migrationBuilder.Script("trigger_cuentas_al_cambiar_v1");
            migrationBuilder.Script("trigger_membresias_al_insertar_v1");
            migrationBuilder.Script("trigger_membresias_al_borrar_v1");
            migrationBuilder.Script("trigger_membresias_al_cambiar_v1");
            migrationBuilder.Script("trigger_titulares_al_cambiar_v1");
            migrationBuilder.Script("trigger_vigencias_al_cambiar_v1");
            migrationBuilder.Script("trigger_en_bitacora_v1");
            migrationBuilder.Script("trigger_se_resuelve_v1");
            migrationBuilder.Script("trigger_solo_crece_v1");
            migrationBuilder.Script("trigger_termina_sesiones_al_insertar_v1");
            migrationBuilder.Script("trigger_termina_sesiones_al_borrar_v1");
            migrationBuilder.Script("trigger_termina_sesiones_al_quitar_v1");
            migrationBuilder.Script("trigger_termina_sesiones_al_dar_v1");

            // The seeded groups and brackets have been there since ever.
            migrationBuilder.Sql(
                """
                INSERT INTO titularidades (grupo_id, usuario_id, desde, hasta) SELECT grupo_id, usuario_id_titular, '-infinity', 'infinity' FROM grupos;
                INSERT INTO vigencias_de_bono (bono_id, vigente_desde, vigente_hasta, monto, entrega_min, entrega_max, fallas)
                SELECT id, '-infinity', 'infinity', monto, entrega_min, entrega_max, fallas FROM bono;
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) =>
            throw new NotSupportedException("The first migration is not undone: drop the database.");
    }
}
