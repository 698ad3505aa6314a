-- A sample's text of a few kilobytes lies in its row: apart from it, each took a millisecond to read.
set max_length_inplace_lob 16384;
