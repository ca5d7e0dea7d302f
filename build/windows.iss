; Inno Setup, thin: it lays dist\sohoa (made by PyInstaller with build\sohoa.spec) into Program Files.
; Run on Windows:  iscc /DVersion=0.1.0 build\windows.iss
#ifndef Version
  #define Version "0.1.0"
#endif

[Setup]
AppId={{7C1C6E3B-6C0B-4E6E-9F0A-5F2C50A0D1E7}
AppName=Sohoa
AppVersion={#Version}
AppPublisher=Sohoa developers
DefaultDirName={autopf}\Sohoa
DefaultGroupName=Sohoa
PrivilegesRequiredOverridesAllowed=dialog
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
MinVersion=10.0.17763
OutputDir=..\dist
OutputBaseFilename=sohoa-{#Version}-setup
SetupIconFile=..\resources\icons\sohoa.ico
UninstallDisplayIcon={app}\sohoa-window.exe
LicenseFile=..\LICENSE
Compression=lzma2
SolidCompression=yes
WizardStyle=modern

[Languages]
Name: "en"; MessagesFile: "compiler:Default.isl"
Name: "uk"; MessagesFile: "compiler:Languages\Ukrainian.isl"

[Tasks]
Name: "desktopicon"; Description: "{cm:CreateDesktopIcon}"; GroupDescription: "{cm:AdditionalIcons}"
Name: "autostart"; Description: "{cm:AutoStartProgram,Sohoa}"; GroupDescription: "{cm:AdditionalIcons}"; Flags: unchecked

[Files]
Source: "..\dist\sohoa\*"; DestDir: "{app}"; Flags: recursesubdirs ignoreversion

[Icons]
Name: "{group}\Sohoa"; Filename: "{app}\sohoa-window.exe"
Name: "{autodesktop}\Sohoa"; Filename: "{app}\sohoa-window.exe"; Tasks: desktopicon
Name: "{userstartup}\Sohoa"; Filename: "{app}\sohoa-window.exe"; Tasks: autostart

[Run]
Filename: "{app}\sohoa-window.exe"; Description: "{cm:LaunchProgram,Sohoa}"; Flags: nowait postinstall skipifsilent
