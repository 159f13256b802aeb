using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

#pragma warning disable CA1814 // Prefer jagged arrays over multidimensional

namespace Prosmex.Domain.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class Inicial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AlterDatabase()
                .Annotation("Npgsql:CollationDefinition:es_mx", "es-MX,es-MX,icu,True");

            // Lower case without accents, for searches; ICU's rules, so that every operating system agrees.
            migrationBuilder.Sql(
                """
                CREATE FUNCTION sin_acentos(texto text) RETURNS text
                LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
                RETURN regexp_replace(normalize(lower(texto COLLATE es_mx), NFD), '[\u0300-\u036f]', '', 'g');
                """);

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
                name: "roles",
                columns: table => new
                {
                    rol_id = table.Column<int>(type: "integer", nullable: false),
                    nombre = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false)
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
                    nombre = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
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
                    table.CheckConstraint("ck_tipos_prestamo_producto", "numero_semanas > 0 AND porcentaje_semanal > 0 AND interes >= 0 AND numero_semanas * porcentaje_semanal = 1 + interes");
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
                    nombre = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    apellido_paterno = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    apellido_materno = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    usuario = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    contrasena = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    rol_id = table.Column<int>(type: "integer", nullable: false),
                    activo = table.Column<bool>(type: "boolean", nullable: false),
                    excepcion_adopcion = table.Column<bool>(type: "boolean", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false),
                    usuario_normalizado = table.Column<string>(type: "text", maxLength: 100, nullable: false, computedColumnSql: "lower(usuario COLLATE es_mx)", stored: true)
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
                    semilla = table.Column<decimal>(type: "numeric(12,2)", precision: 12, scale: 2, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_corte", x => x.id);
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
                    nombre_ruta = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
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
                    refresh_hash_anterior = table.Column<byte[]>(type: "bytea", nullable: true),
                    rotada_en = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
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
                    nombre_grupo = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
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
                name: "clientes_avales",
                columns: table => new
                {
                    cliente_id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    nombre = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    apellido_paterno = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    apellido_materno = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    nombre_completo = table.Column<string>(type: "character varying(302)", maxLength: 302, nullable: false, computedColumnSql: "(nombre || ' ' || apellido_paterno || ' ' || apellido_materno) COLLATE es_mx", stored: true, collation: "es_mx"),
                    busqueda = table.Column<string>(type: "text", maxLength: 100, nullable: false, computedColumnSql: "sin_acentos(nombre || ' ' || apellido_paterno || ' ' || apellido_materno)", stored: true),
                    colonia = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    cp = table.Column<string>(type: "character varying(5)", maxLength: 5, nullable: false),
                    codigo_ine = table.Column<string>(type: "character varying(18)", maxLength: 18, nullable: false),
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
                    motivo = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    registrado_por = table.Column<int>(type: "integer", nullable: true),
                    recibido_en = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
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
                        name: "fk_pagos_usuarios_registrado_por",
                        column: x => x.registrado_por,
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
                name: "ix_clientes_avales_grupo_id_nombre_completo_cliente_id",
                table: "clientes_avales",
                columns: new[] { "grupo_id", "nombre_completo", "cliente_id" });

            migrationBuilder.CreateIndex(
                name: "ix_clientes_avales_nombre_completo_cliente_id",
                table: "clientes_avales",
                columns: new[] { "nombre_completo", "cliente_id" });

            migrationBuilder.CreateIndex(
                name: "ix_corte_usuario_id",
                table: "corte",
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
                name: "ix_permisos_accion_id",
                table: "permisos",
                column: "accion_id");

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
                name: "ix_sesiones_refresh_hash",
                table: "sesiones",
                column: "refresh_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_sesiones_refresh_hash_anterior",
                table: "sesiones",
                column: "refresh_hash_anterior");

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

            // The ledger only grows; not even the owner changes it by mistake.
            migrationBuilder.Sql(
                """
                CREATE FUNCTION pagos_solo_crece() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    RAISE EXCEPTION 'pagos is append-only: write a reversal';
                END $$;
                CREATE TRIGGER pagos_solo_crece BEFORE UPDATE OR DELETE OR TRUNCATE ON pagos
                    FOR EACH STATEMENT EXECUTE FUNCTION pagos_solo_crece();
                """);

            // "Up to entrega_max" takes the whole last peso; the model knows no exclusion constraints.
            migrationBuilder.Sql(
                """
                ALTER TABLE bono ADD CONSTRAINT ex_bono_sin_traslape
                    EXCLUDE USING gist (numrange(entrega_min, entrega_max + 1) WITH &&);
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "bono");

            migrationBuilder.DropTable(
                name: "corte");

            migrationBuilder.DropTable(
                name: "falta");

            migrationBuilder.DropTable(
                name: "pagos");

            migrationBuilder.DropTable(
                name: "permisos");

            migrationBuilder.DropTable(
                name: "semana_cierre");

            migrationBuilder.DropTable(
                name: "sesiones");

            migrationBuilder.DropTable(
                name: "prestamos");

            migrationBuilder.DropTable(
                name: "acciones");

            migrationBuilder.DropTable(
                name: "clientes_avales");

            migrationBuilder.DropTable(
                name: "tipos_prestamo");

            migrationBuilder.DropTable(
                name: "grupos");

            migrationBuilder.DropTable(
                name: "rutas");

            migrationBuilder.DropTable(
                name: "usuarios");

            migrationBuilder.DropTable(
                name: "roles");

            migrationBuilder.Sql("DROP FUNCTION pagos_solo_crece(); DROP FUNCTION sin_acentos(text); DROP COLLATION es_mx;");
        }
    }
}
