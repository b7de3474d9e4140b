-- A department asks that days do not count: first and last day of the span, and the arithmetic as it was asked for.
ALTER TYPE deadline_case_kind ADD VALUE 'suspension';
ALTER TABLE deadline_case
  ADD COLUMN suspended_from text,
  ADD COLUMN suspended_to text,
  ADD COLUMN steps json;
