-- For H2 alone: PostgreSQL keeps long texts as it should.
select 1;
