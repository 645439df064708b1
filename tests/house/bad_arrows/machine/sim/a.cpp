#include "models/rtl/b.hpp"
