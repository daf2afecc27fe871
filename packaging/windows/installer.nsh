; The command line goes where every user's PATH already leads, so that no PATH is edited. Photos are offered under "Open with"
; and never taken: Telewide does not become anybody's default program for them.

!macro telewideSupports ENDING
  WriteRegStr SHELL_CONTEXT "Software\Classes\Applications\Telewide.exe\SupportedTypes" "${ENDING}" ""
!macroend

!macro customInstall
  ${if} ${FileExists} "$LOCALAPPDATA\Microsoft\WindowsApps\*.*"
    FileOpen $0 "$LOCALAPPDATA\Microsoft\WindowsApps\telewide.cmd" w
    FileWrite $0 '@"$INSTDIR\resources\bin\telewide.cmd" %*$\r$\n'
    FileClose $0
  ${endIf}
  WriteRegStr SHELL_CONTEXT "Software\Classes\Applications\Telewide.exe" "FriendlyAppName" "Telewide"
  WriteRegStr SHELL_CONTEXT "Software\Classes\Applications\Telewide.exe\shell\open\command" "" '"$INSTDIR\Telewide.exe" "%1"'
  !insertmacro telewideSupports ".jpg"
  !insertmacro telewideSupports ".jpeg"
  !insertmacro telewideSupports ".png"
  !insertmacro telewideSupports ".tif"
  !insertmacro telewideSupports ".tiff"
  !insertmacro telewideSupports ".webp"
  !insertmacro telewideSupports ".avif"
  !insertmacro telewideSupports ".heic"
  !insertmacro telewideSupports ".heif"
!macroend

!macro customUnInstall
  Delete "$LOCALAPPDATA\Microsoft\WindowsApps\telewide.cmd"
  DeleteRegKey SHELL_CONTEXT "Software\Classes\Applications\Telewide.exe"
!macroend
