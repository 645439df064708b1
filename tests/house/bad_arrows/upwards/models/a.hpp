#include "traces/b.hpp"
