use super::check;
#[test] fn x(){ check("",&[]); }
