# Programs find shipped files wherever they are installed: their texts become part of a library.
#
# fracbit_embedded_texts(VARIABLE FOLDER ENDING NAME...): C++ initializers {"NAME", R"text(...)text"}, one a line. Changed
# files are embedded anew.
function(fracbit_embedded_texts variable folder ending)
  set(texts)
  foreach(name IN LISTS ARGN)
    set(file ${CMAKE_SOURCE_DIR}/${folder}/${name}.${ending})
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
    file(READ ${file} text)
    string(APPEND texts "        {\"${name}\", R\"text(${text})text\"},\n")
  endforeach()
  set(${variable} "${texts}" PARENT_SCOPE)
endfunction()
