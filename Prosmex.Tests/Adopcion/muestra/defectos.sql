-- Every defect that the old system is known for, on top of the sample. One statement a line.
-- users
INSERT INTO usuarios (id,nombre,apellido_paterno,apellido_materno,usuario,contrasena,rol_id) VALUES
 (30,'Sin','Rol',NULL,'sinrol@x','$2b$12$EiVIp7Y.LHAzytEzlRypbu0.YpsCjBWkrlsOr7ppOW3z1XjEn92G.',NULL),
 (31,'Otro','Caso','x','TIT1@prosmex.test','$2b$12$EiVIp7Y.LHAzytEzlRypbu0.YpsCjBWkrlsOr7ppOW3z1XjEn92G.',2);
-- clients to play with, group 8 (avals 17,18)
INSERT INTO clientes_avales SELECT n,'C'||n,'P','M','Col','01000','I'||n,'casado',0,'rentada',true,8 FROM generate_series(100,140) n;
-- loans: id, client, completado, renovacion, monto, real, total, aval, inicio; payments: id, loan, date, amount
CREATE FUNCTION pg_temp.p(id int, cli int, comp bool, ren bool, monto numeric, rreal numeric, util numeric, aval int, ini timestamp) RETURNS void LANGUAGE sql AS
 $$ INSERT INTO prestamos VALUES (id,monto,rreal,util,ini,cli,aval,1,comp,'activo',ren,0) $$;
CREATE FUNCTION pg_temp.c(id int, pre int, f timestamp, m numeric) RETURNS void LANGUAGE sql AS $$ INSERT INTO pagos VALUES (id,f,m,pre) $$;
SELECT pg_temp.p(101,101,true,false,1000,NULL,1400,17,'2026-06-01 06:00'), pg_temp.c(1001,101,'2026-06-09',1500), pg_temp.c(1002,101,'2026-06-16',100); -- overpaid 200
SELECT pg_temp.p(102,102,true,false,1000,NULL,1400,17,'2026-06-01 06:00'), pg_temp.c(1003,102,'2026-06-09',500); -- completado owed
SELECT pg_temp.p(103,103,false,false,1000,NULL,1400,17,'2026-10-01 06:00'), pg_temp.p(104,103,false,false,1000,NULL,1400,17,'2026-10-05 06:00'), pg_temp.p(105,103,false,false,1000,NULL,1400,17,'2026-10-06 06:00'); -- three open
SELECT pg_temp.p(106,104,false,false,1000,NULL,1400,17,'2026-10-01 06:00'), pg_temp.c(1010,106,'2026-10-06',100), pg_temp.c(1011,106,'2026-10-07',100), pg_temp.c(1012,106,'2026-10-08',-100), pg_temp.c(1013,106,'2026-10-09',-100), pg_temp.c(1014,106,'2026-10-10',-100), pg_temp.c(1015,106,'2026-10-11',100); -- reversals, 1014 loose
SELECT pg_temp.p(107,105,false,false,1000,NULL,1400,17,'2026-10-01 06:00'), pg_temp.c(1020,107,'2026-10-06','NaN'), pg_temp.c(1021,107,'2026-10-07','Infinity'), pg_temp.c(1022,107,'2026-10-07',50.005);
SELECT pg_temp.p(108,106,false,false,'NaN',NULL,1400,17,'2026-10-01 06:00'), pg_temp.c(1030,108,'2026-10-06',100);
INSERT INTO falta VALUES (100,'2026-10-06',108,1),(101,'2026-10-06',107,'NaN'),(102,'2026-10-06',107,3);
SELECT pg_temp.p(109,107,false,false,1000,NULL,1400,NULL,'2026-10-01 06:00'), pg_temp.p(110,108,false,false,1000,NULL,1400,108,'2026-10-01 06:00'), pg_temp.p(111,109,false,false,1000,NULL,1400,2,'2026-10-01 06:00');
SELECT pg_temp.c(1040,109,'2026-10-06',-70); -- only negative: pagado negative
SELECT pg_temp.p(112,110,true,false,1000,NULL,1400,17,'2026-06-01 06:00'), pg_temp.c(1050,112,'2026-06-09',1400), pg_temp.p(113,110,false,true,1000,1000,1400,17,'2026-10-01 06:00'); -- renewal of a paid one
SELECT pg_temp.p(114,111,false,true,1000,300,1400,17,'2026-10-01 06:00'); -- renewal of nothing
SELECT pg_temp.p(115,112,true,false,1000,NULL,1400,17,'2026-06-01 06:00'), pg_temp.p(116,112,true,true,1000,-400,1400,17,'2026-07-01 06:00'), pg_temp.p(117,112,false,true,2000,600,2800,17,'2026-10-01 06:00'); -- chain
SELECT pg_temp.p(118,113,false,false,1000,NULL,1400,17,'2026-01-05 06:00'), pg_temp.c(1060,118,'2026-02-01',20); -- vencido
SELECT pg_temp.p(119,114,false,false,1000,NULL,1400,17,'2026-10-05 06:00'), pg_temp.c(1070,119,'2026-10-11',1400); -- open, paid
SELECT pg_temp.p(120,115,false,false,1000,NULL,1400,17,'2026-10-05 06:00'), pg_temp.c(1080,120,'2026-10-11',1600), pg_temp.c(1081,120,'2026-10-12',-300); -- 1300
SELECT pg_temp.p(121,116,false,false,1000,NULL,1400,17,'2026-10-05 06:00'), pg_temp.c(1090,121,'2026-10-11',1600), pg_temp.c(1091,121,'2026-10-12',-100),pg_temp.c(1092,121,'2026-10-13',1); -- 1501 → 101
