#include "models/timing/b.hpp"
