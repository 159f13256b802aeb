-- The roles of the database and the database itself. Run on the database "postgres" by an Entra administrator of the server, again and again:
--   psql -v app=NAME_OF_THE_APPS_IDENTITY -v app_id=ITS_OBJECT_ID -v admins=NAME_OF_THE_ADMINISTRATOR -f roles.sql
--
-- prosmex_duenio owns the schema and cannot sign in: a migration runs as this role (ProsmexDuenio's "Options=-c role=prosmex_duenio"),
-- so that the owner stays the same. The app is an ordinary role; what it may do "migrate" grants.
\set ON_ERROR_STOP on
SET client_min_messages = warning;

-- Entra administrators are made by the server's resource; this makes an ordinary role for an identity. By its object id: a name need not be unique
-- among applications, and is looked up in the directory, for which the caller may lack the rights.
SELECT format('SELECT FROM pgaadauth_create_principal_with_oid(%L, %L, ''service'', false, false)', :'app', :'app_id')
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'app') \gexec

SELECT 'CREATE ROLE prosmex_duenio NOLOGIN'
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'prosmex_duenio') \gexec

SELECT format('GRANT prosmex_duenio TO %I', current_user)
WHERE NOT EXISTS (
  SELECT FROM pg_auth_members m
  WHERE m.roleid = 'prosmex_duenio'::regrole AND m.member = (SELECT oid FROM pg_roles WHERE rolname = current_user)
    AND (to_jsonb(m) ->> 'set_option') IS DISTINCT FROM 'false') \gexec

-- People who repair things may act as the owner, and let others.
SELECT format('GRANT prosmex_duenio TO %I WITH ADMIN OPTION', :'admins')
WHERE :'admins' <> current_user AND EXISTS (SELECT FROM pg_roles WHERE rolname = :'admins')
  AND NOT EXISTS (
    SELECT FROM pg_auth_members m
    WHERE m.roleid = 'prosmex_duenio'::regrole AND m.member = (SELECT oid FROM pg_roles WHERE rolname = :'admins')) \gexec

SELECT 'CREATE DATABASE prosmex OWNER prosmex_duenio ENCODING ''UTF8'' TEMPLATE template0'
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'prosmex') \gexec

-- Every role may connect to a new database; here only those that are named.
SET ROLE prosmex_duenio;
REVOKE ALL ON DATABASE prosmex FROM PUBLIC;
SELECT format('GRANT CONNECT ON DATABASE prosmex TO %I', :'app') \gexec
