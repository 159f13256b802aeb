-- A whole peso belongs to one bracket: 5,999.50 to that of 5,000 to 5,999.
ALTER TABLE bono ADD CONSTRAINT ex_bono_sin_traslape
EXCLUDE USING gist (numrange(entrega_min, entrega_max + 1) WITH &&);
