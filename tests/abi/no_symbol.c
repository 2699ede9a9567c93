/* A shared object that is no plugin at all. */
int sup_something_else = 1;
