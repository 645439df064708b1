#include "models/csr/b.hpp"
