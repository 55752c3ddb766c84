-- Who is eligible by the base, and no more by the change.
--
-- In: change. Out: id, force, yes, unknown.
SELECT id, force, yes, unknown FROM change WHERE before = 0 AND after IN (1, 2)
