-- Makes a partition and protects it like its table. Null where there is one already, for this range or a part of it; en_resto where rows of the range are in
-- the default partition, which are not moved; ocupada where the default partition stayed locked: attaching reads it.
CREATE FUNCTION hacer_particion(tabla text, particion text, desde text, hasta text)
RETURNS text
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
BEGIN
    IF to_regclass(quote_ident(particion)) IS NOT NULL THEN
        RETURN NULL;
    END IF;

    -- Made first and attached then: this way writers of the table need not wait.
    EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING STORAGE)', particion, tabla);

    -- A trigger for each statement holds for the table that the statement names alone.
    IF EXISTS (SELECT FROM pg_trigger WHERE tgrelid = to_regclass(quote_ident(tabla)) AND tgname = 'solo_crece') THEN
        EXECUTE format('CREATE TRIGGER solo_crece BEFORE DELETE OR UPDATE OR TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION libro_solo_crece()', particion);
    END IF;
    EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', tabla, particion, desde, hasta);
    RETURN 'hecha';
EXCEPTION
    WHEN invalid_object_definition THEN RETURN NULL;
    WHEN check_violation THEN RETURN 'en_resto';
    WHEN lock_not_available THEN RETURN 'ocupada';
END $$;
