using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Prosmex.Domain.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class FuncionesDelPlan : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // What PlanDePagos.Acumulado and the count of a loan's weeks are in C#; plain enough for the planner to inline.
            migrationBuilder.Sql(
                """
                CREATE FUNCTION plan_acumulado(total numeric, semanal numeric, semanas integer, k integer) RETURNS numeric
                LANGUAGE sql IMMUTABLE PARALLEL SAFE
                RETURN CASE WHEN k >= semanas THEN total WHEN k <= 0 THEN 0 ELSE least(semanal * k, total) END;

                CREATE FUNCTION semana_del_plan(inicio date, lunes date) RETURNS integer
                LANGUAGE sql IMMUTABLE PARALLEL SAFE
                RETURN (lunes - inicio + extract(isodow FROM inicio)::integer - 1) / 7;
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) =>
            migrationBuilder.Sql("DROP FUNCTION plan_acumulado(numeric, numeric, integer, integer); DROP FUNCTION semana_del_plan(date, date);");
    }
}
