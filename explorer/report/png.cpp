#include "explorer/report/front_report.hpp"
#include "models/core/error.hpp"

#include <cmath>
#include <memory>

#include <cairo.h>
#include <fmt/format.h>
#include <librsvg/rsvg.h>

#ifdef FRACBIT_SANITIZED
/// What the leak checker is not to report: fontconfig keeps its caches to the end.
extern "C" const char* __lsan_default_suppressions() { return "leak:libfontconfig\n"; }
#endif

namespace fracbit::explorer {
namespace {

struct Release {
    void operator()(RsvgHandle* handle) const { g_object_unref(handle); }
    void operator()(GError* error) const { g_error_free(error); }
    void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
    void operator()(cairo_t* context) const { cairo_destroy(context); }
};
template <class Type>
using Held = std::unique_ptr<Type, Release>;

[[noreturn]] void fail(GError* error) {
    const Held<GError> held(error);
    throw Error(fmt::format("the picture cannot be drawn as PNG: {}", held ? held->message : "unknown reason"));
}

cairo_status_t append(void* text, const unsigned char* bytes, unsigned count) {
    static_cast<std::string*>(text)->append(reinterpret_cast<const char*>(bytes), count);
    return CAIRO_STATUS_SUCCESS;
}

} // namespace

std::string png_of(const std::string& svg, double scale) {
    GError* error = nullptr;
    const Held<RsvgHandle> handle(
        rsvg_handle_new_from_data(reinterpret_cast<const guint8*>(svg.data()), svg.size(), &error));
    if (!handle) fail(error);
    double width = 0, height = 0;
    if (!rsvg_handle_get_intrinsic_size_in_pixels(handle.get(), &width, &height)) fail(nullptr);
    const RsvgRectangle room{0, 0, std::ceil(width * scale), std::ceil(height * scale)};
    const Held<cairo_surface_t> surface(
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, static_cast<int>(room.width), static_cast<int>(room.height)));
    const Held<cairo_t> context(cairo_create(surface.get()));
    if (!rsvg_handle_render_document(handle.get(), context.get(), &room, &error)) fail(error);
    std::string png;
    if (cairo_surface_write_to_png_stream(surface.get(), append, &png) != CAIRO_STATUS_SUCCESS) fail(nullptr);
    return png;
}

} // namespace fracbit::explorer
