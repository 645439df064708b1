// SystemC's library wants this symbol; programs have a `main` of their own and never come here.
extern "C" int sc_main(int, char**) { return 0; }
